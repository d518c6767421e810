"""What docs/ and the README name is there: pages, pictures, links, paths, commands."""

import re
from itertools import chain
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.urls import Resolver404, resolve

ROOT = Path(settings.BASE_DIR)
DOCS = ROOT / "docs"
README = ROOT / "README.md"
TEXTS = [README, ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
PICTURE_BYTES_MAX = 60 * 1024
PAGE_LINES_MAX, README_LINES_MAX = 80, 120

CODE_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
TICKED = re.compile(r"`([^`\n]+)`")
PICTURE = re.compile(r"!\[([^\]]+)\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)#]+)")
# A path of the site, not of a machine.
PATH = re.compile(r"/(?!var/)[a-z0-9.<>_/-]*/?(?:\?[a-z]+=\w+)?")
PLACEHOLDER = re.compile(r"<[^>]*>")
COMMAND = re.compile(r"manage\.py ([a-z_]+)")
PAGE = re.compile(r"`(docs/\w+\.md)`")
# What stands for <kode>, <code>, <id>… in a path.
ANYTHING = ("1", "a", "12345678901234")


def pages() -> list[Path]:
    """The pages of the README's table of users."""
    table = README.read_text().partition("## Everybody's walk")[2].partition("\n## ")[0]
    return [ROOT / name for name in PAGE.findall(table)]


def prose(text: Path) -> str:
    return CODE_BLOCK.sub("", text.read_text())


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_readme_sends_every_user_to_a_page() -> None:
    assert len(pages()) >= 9
    assert len(README.read_text().splitlines()) <= README_LINES_MAX


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_a_page_is_short_and_begins_with_a_picture_of_what_it_is_about(
    page: Path,
) -> None:
    lines = page.read_text().splitlines()
    assert len(lines) <= PAGE_LINES_MAX
    assert lines[0].startswith("# ")
    assert PICTURE.search("\n".join(lines[:14])), "no picture near the top"


def test_every_picture_is_there_small_and_used() -> None:
    used = {
        (text.parent / target).resolve()
        for text in TEXTS
        for _, target in PICTURE.findall(text.read_text())
    }
    kept = {picture.resolve() for picture in (DOCS / "pictures").iterdir()}
    assert used == kept
    large = [one.name for one in kept if one.stat().st_size > PICTURE_BYTES_MAX]
    assert large == []


@pytest.mark.parametrize("text", TEXTS, ids=name_of)
def test_every_link_leads_to_a_file(text: Path) -> None:
    links = [one for one in LINK.findall(prose(text)) if "://" not in one]
    assert [one for one in links if not (text.parent / one).exists()] == []


@pytest.mark.parametrize("text", TEXTS, ids=name_of)
def test_every_path_of_the_site_is_answered(text: Path) -> None:
    named = [one for one in TICKED.findall(prose(text)) if PATH.fullmatch(one)]
    assert [one for one in named if not is_answered(one)] == []


@pytest.mark.parametrize("text", TEXTS, ids=name_of)
def test_every_command_exists(text: Path) -> None:
    spans = chain(TICKED.findall(prose(text)), CODE_BLOCK.findall(text.read_text()))
    named = {one for span in spans for one in COMMAND.findall(span)}
    assert named - set(get_commands()) == set()


def is_answered(path: str) -> bool:
    """Whether the site has a view for the path, whatever its placeholders are."""
    bare = path.partition("?")[0]
    return any(resolves(PLACEHOLDER.sub(value, bare)) for value in ANYTHING)


def resolves(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
