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


# What stands in a margin of the page; boxes that scroll may be wider inside.
OVERRUNS = """() => {
  const main = document.querySelector("main");
  if (!main) return [];
  const edge = main.getBoundingClientRect().right + 1;
  const scrolls = (element) => element !== main && element !== document.body
    && (getComputedStyle(element).overflowX !== "visible"
      || scrolls(element.parentElement));
  return [...main.querySelectorAll("*:not(svg *)")]
    .filter((element) => element.checkVisibility() && !scrolls(element))
    .filter((element) => {
      const box = element.getBoundingClientRect();
      return Math.max(box.right, box.left + element.scrollWidth) > edge;
    })
    .map((element) => element.outerHTML.slice(0, 120));
}"""

# When a page has its service worker. A promise, not a condition to be asked again:
# asking evaluates text, which the content security policy refuses.
IN_CONTROL = """new Promise((done) => {
  const workers = navigator.serviceWorker;
  if (workers.controller) done(null);
  workers.addEventListener("controllerchange", () => done(null));
})"""


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
    """Nothing makes the page scroll sideways, and nothing stands in its margins."""
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0, f"{page.url} is {wider} px wider than the screen"
    assert page.evaluate(OVERRUNS) == [], page.url


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
