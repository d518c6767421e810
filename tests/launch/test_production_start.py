"""A production start refuses everything that belongs to the demo, each by name."""

import pytest
from django.core.checks import Error
from pydantic import SecretStr
from pytest_django.fixtures import Settings

from config.checks import refuse_a_demo_in_production

GOOD_KEY = "x" * 60


@pytest.fixture
def real_city(settings: Settings) -> Settings:
    """Settings of a city's own server, with nothing of the demo left."""
    settings.IS_PRODUCTION = True
    settings.SECRET_KEY = GOOD_KEY
    settings.IS_DEMO = False
    settings.DEBUG = False
    settings.SITE_URL = "https://retribusi.example.go.id"
    settings.BANK_URL = ""
    settings.MIDTRANS = {
        "url": "",
        "server_key": SecretStr("Mid-server-contracted"),
        "client_key": SecretStr("Mid-client-contracted"),
        "merchant_id": "G1",
        "is_production": True,
    }
    return settings


def errors() -> list[str | None]:
    return [
        error.id
        for error in refuse_a_demo_in_production(None)
        if isinstance(error, Error)
    ]


def test_a_clean_production_start_is_let_through(real_city: Settings) -> None:
    assert errors() == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8100",
        "http://localhost:1",
        "http://[::1]/",
        "http://a.localhost",
    ],
)
def test_a_gateway_on_loopback_is_refused(real_city: Settings, url: str) -> None:
    real_city.MIDTRANS = real_city.MIDTRANS | {"url": url}
    assert errors() == ["rempah.E001"]


def test_a_bank_on_loopback_is_refused(real_city: Settings) -> None:
    real_city.BANK_URL = "http://127.0.0.1:8200"
    assert errors() == ["rempah.E002"]


def test_a_default_or_short_secret_is_refused(real_city: Settings) -> None:
    real_city.SECRET_KEY = "short"
    assert errors() == ["rempah.E003"]


def test_the_demos_gateway_key_is_refused(real_city: Settings) -> None:
    real_city.MIDTRANS = real_city.MIDTRANS | {
        "server_key": SecretStr("SB-Mid-server-REMPAHDEMO")
    }
    assert errors() == ["rempah.E004"]


def test_a_movable_clock_is_refused(real_city: Settings) -> None:
    real_city.IS_DEMO = True
    assert errors() == ["rempah.E005"]


def test_debug_is_refused(real_city: Settings) -> None:
    real_city.DEBUG = True
    assert errors() == ["rempah.E006"]


def test_a_site_without_tls_is_refused(real_city: Settings) -> None:
    real_city.SITE_URL = "http://retribusi.example.go.id"
    assert errors() == ["rempah.E007"]


def test_a_demo_start_is_not_asked(settings: Settings) -> None:
    settings.IS_PRODUCTION = False
    assert errors() == []
