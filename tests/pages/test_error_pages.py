"""Pages that say no: what to do next, where help is, the request's number."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import RequestFactory

from city.models import CityProfile
from config import pages
from config.requests import RequestIdMiddleware
from tests.databases import Databases

NUMBER = "0123456789abcdef"


def answered(view: str) -> HttpResponse:
    def draw(request: HttpRequest) -> HttpResponse:
        return render(request, view)

    request = RequestFactory().get("/tidak-ada/", headers={"X-Request-ID": NUMBER})
    return RequestIdMiddleware(draw)(request)


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "429", "500"])
def test_an_error_says_what_to_do_and_where_help_is(
    small_city: CityProfile, code: str
) -> None:
    page = answered(f"{code}.html").content.decode()
    assert NUMBER in page
    assert 'href="/"' in page
    assert page.count(small_city.help_phone) >= 2


def test_the_offline_page_names_what_still_works(small_city: CityProfile) -> None:
    assert "/verifikasi/luring/" in answered("errors/offline.html").content.decode()


def test_the_500_page_stands_without_a_city(db: None) -> None:
    response = pages.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "jangan membayar dua kali" in response.content.decode()


def test_the_500_page_stands_without_a_database(
    committed_db: str, databases: Databases
) -> None:
    databases.point_django_at("a_database_that_is_gone")
    response = pages.server_error(RequestFactory().get("/"))
    assert "jangan membayar dua kali" in response.content.decode()
