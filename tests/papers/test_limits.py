"""How often a page may be asked for; checking works while the cache is away."""

from http import HTTPStatus

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from rest_framework.throttling import AnonRateThrottle

from papers.models import Paper


@pytest.mark.usefixtures("empty_cache")
def test_an_address_that_asks_too_often_is_told_to_wait(
    client: Client, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AnonRateThrottle, "THROTTLE_RATES", {"reads": "2/min"})
    address = f"/verifikasi/{paper.code}/"
    answers = [client.get(address) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [
        HTTPStatus.OK,
        HTTPStatus.OK,
        HTTPStatus.TOO_MANY_REQUESTS,
    ]
    policies = {answer.headers["RateLimit-Policy"] for answer in answers}
    assert policies == {'"reads";q=2;w=60'}
    left = [answer.headers["RateLimit"].split(";")[1] for answer in answers]
    assert left == ["r=1", "r=0", "r=0"]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60


def test_a_paper_is_checked_while_the_cache_is_away(
    client: Client, paper: Paper, settings: Settings
) -> None:
    cache = settings.CACHES["default"] | {"LOCATION": "unix:///nowhere/valkey.sock"}
    settings.CACHES = {"default": cache}
    assert client.get(f"/verifikasi/{paper.code}/").status_code == HTTPStatus.OK
    answer = client.get(f"/surat/{paper.code}/")
    assert answer.status_code == HTTPStatus.OK
    assert "RateLimit" not in answer.headers
