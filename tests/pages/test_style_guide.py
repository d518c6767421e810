"""The style guide shows every component, and no template carries style or script."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils.translation import override

from city.models import CityProfile
from config import pages

TEMPLATES = Path(settings.BASE_DIR) / "templates"
STATIC = Path(settings.BASE_DIR) / "static"
COMPONENTS = TEMPLATES / "components"
# Parts of the frame and of other components, which the guide shows by showing those.
PARTS = {"header", "footer", "field_error", "field_choices", "table_cell"}
LINES_MAX = 120
MODULE_LINES_MAX = 40
PAPERS = "pdf"  # Papers drawn by WeasyPrint carry their own print styles.


@pytest.fixture
def request_of_siti() -> HttpRequest:
    return RequestFactory().get("/panduan/")


@pytest.mark.parametrize("language", ["id", "en"])
def test_shows_every_component_without_an_error(
    small_city: CityProfile, request_of_siti: HttpRequest, language: str
) -> None:
    with override(language):
        page = pages.style_guide(request_of_siti).content.decode()
    names = {path.stem for path in COMPONENTS.glob("*.html")} - PARTS
    assert [name for name in sorted(names) if f"{name}.html" not in page] == []
    assert f'lang="{language}"' in page


def test_every_component_tells_its_parameters_at_its_head() -> None:
    heads = {path.name: path.read_text()[:40] for path in COMPONENTS.glob("*.html")}
    silent = [name for name, head in heads.items() if "{% comment %}" not in head]
    assert silent == []


def test_no_identifier_occurs_twice_in_the_guide(
    small_city: CityProfile, request_of_siti: HttpRequest
) -> None:
    page = pages.style_guide(request_of_siti).content.decode()
    found = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(set(found)) == sorted(found)


def test_every_page_carries_help_and_the_citys_name(
    small_city: CityProfile, request_of_siti: HttpRequest
) -> None:
    page = pages.home(request_of_siti).content.decode()
    assert "Kota Contoh" in page
    assert 'href="tel:+62' in page
    assert "Bantuan" in page


@pytest.mark.parametrize(
    "path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name
)
def test_no_template_carries_inline_style_or_script_or_is_too_long(path: Path) -> None:
    text = path.read_text()
    if PAPERS not in path.parts:
        assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=", text)
        assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", text)
    assert len(text.splitlines()) <= LINES_MAX


def test_the_two_dark_blocks_hold_the_same_tokens() -> None:
    css = (STATIC / "css" / "rempah.css").read_text()
    by_device, by_choice = re.findall(r"color-scheme: dark;(.*?)\}", css, re.DOTALL)
    assert by_device.split() == by_choice.split()


def test_the_kie_raha_line_is_the_same_on_screen_and_on_paper() -> None:
    on_screen = (COMPONENTS / "kie_raha.html").read_text()
    on_paper = (STATIC / "img" / "kie-raha.svg").read_text()
    paths = [re.findall(r'\sd="([^"]+)"', text) for text in (on_screen, on_paper)]
    assert paths[0] == paths[1]
    assert len(paths[0]) == 1


def test_every_behaviour_fits_on_one_screen() -> None:
    modules = (STATIC / "js").glob("*.js")
    lengths = {path.name: len(path.read_text().splitlines()) for path in modules}
    assert {k: n for k, n in lengths.items() if n > MODULE_LINES_MAX} == {}
