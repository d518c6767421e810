"""Questions to a page in a browser: can everyone use it, what did it cost to load."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# What the browser says it took over the wire: bodies as compressed, headers included.
TRANSFERRED = """() => {
  const parts = [
    ...performance.getEntriesByType("navigation"),
    ...performance.getEntriesByType("resource"),
  ];
  return parts.map((part) => [part.name, part.transferSize]);
}"""


def assert_accessible(page: Page) -> None:
    """No violation of axe's rules, of any impact, in the state the page is in."""
    violations = Axe().run(page).response["violations"]
    told = [
        f"{violation['impact']} {violation['id']}: {node['html'][:160]}"
        for violation in violations
        for node in violation["nodes"]
    ]
    assert told == []


def assert_fits_the_screen(page: Page) -> None:
    """Nothing makes the page itself scroll sideways."""
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0, f"{page.url} is {wider} px wider than the screen"


def transfer_bytes(page: Page, suffix: str = "") -> int:
    """Bytes over the wire since navigation, of all or of names with this suffix.

    Wants a fresh browser context: what comes from the cache counts as nothing.
    """
    return sum(size for name, size in _transferred(page) if name.endswith(suffix))


def request_count(page: Page) -> int:
    """How many requests the page made, the document included."""
    return len(_transferred(page))


def _transferred(page: Page) -> list[tuple[str, int]]:
    return [(str(name), int(size)) for name, size in page.evaluate(TRANSFERRED)]
