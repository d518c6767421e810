"""Language and look are kept by plain forms; they lead nowhere but home or back."""

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import Client, RequestFactory

from city.models import CityProfile
from config import pages
from config.context import THEME_COOKIE


def choose(theme: str, next_page: str = "/bayar/") -> tuple[str, str]:
    request = RequestFactory().post("/tampilan/", {"theme": theme, "next": next_page})
    response = pages.choose_theme(request)
    return response.cookies[THEME_COOKIE].value, response.headers["Location"]


def test_a_chosen_look_is_kept_and_the_page_stays() -> None:
    assert choose("dark") == ("dark", "/bayar/")


@pytest.mark.parametrize("theme", ["", "neon", '"><script>'])
def test_any_other_look_follows_the_device(theme: str) -> None:
    assert choose(theme)[0] == ""


@pytest.mark.parametrize("target", ["https://jahat.example/", "//jahat.example", ""])
def test_a_foreign_address_leads_home(target: str) -> None:
    assert choose("dark", target)[1] == "/"


def page_with(cookie: str) -> str:
    request: HttpRequest = RequestFactory().get("/")
    request.COOKIES[THEME_COOKIE] = cookie
    return pages.home(request).content.decode()


def test_a_page_wears_the_kept_look_and_no_other(small_city: CityProfile) -> None:
    assert 'data-theme="dark"' in page_with("dark")
    assert "data-theme" not in page_with('x" onload="')


@pytest.mark.urls("config.page_urls")
def test_a_chosen_language_is_kept_and_the_page_stays() -> None:
    request = RequestFactory().post("/bahasa/", {"language": "en", "next": "/bayar/"})
    response = pages.choose_language(request)
    assert response.headers["Location"] == "/bayar/"
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


def test_the_footer_leads_citizens_to_what_is_theirs(
    client: Client, small_city: CityProfile
) -> None:
    footer = client.get("/").content.decode().split("<footer")[1]
    for address in ("/bayar/", "/izin/", "/verifikasi/", "/lapor/", "/data/"):
        assert f'href="{address}"' in footer
    assert "/panduan/" not in footer
