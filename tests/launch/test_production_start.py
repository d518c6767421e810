"""A production start refuses everything that belongs to the demo, each by name."""

import os
import subprocess
import sys

import pytest
from django.core.checks import Error
from django.core.management import CommandError, call_command
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
    settings.PROXIES = 1
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


def test_a_site_that_counts_no_proxy_is_refused(real_city: Settings) -> None:
    real_city.PROXIES = 0
    assert errors() == ["rempah.E008"]


def test_a_real_city_gets_no_demo_people(real_city: Settings) -> None:
    with pytest.raises(CommandError, match="no demo people"):
        call_command("seed_demo")


REAL_CITY = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "DATABASE_URL": "postgres:///rempah?host=/nowhere",
    "REDIS_URL": "unix:///nowhere/valkey.sock",
    "REMPAH_SECRET_KEY": GOOD_KEY,
    "REMPAH_SITE_URL": "https://retribusi.example.go.id",
    "REMPAH_MIDTRANS_SERVER_KEY": "Mid-server-contracted",
    "REMPAH_PROXIES": "1",
}
# A worker's and a beat's start, as far as the signal they send.
STARTS = [
    "import config.wsgi",
    "import config.celery; from celery import signals; signals.worker_init.send(None)",
    "import config.celery; from celery import signals; signals.beat_init.send(None)",
]


@pytest.mark.parametrize("start", STARTS)
def test_site_worker_and_beat_end_a_wrong_start_themselves(start: str) -> None:
    """None of them runs Django's system checks."""
    assert _start(start, REAL_CITY).returncode == 0
    wrong = _start(start, REAL_CITY | {"REMPAH_MIDTRANS_URL": "http://localhost:8100"})
    assert wrong.returncode == 1
    assert "rempah.E001" in wrong.stderr


def _start(code: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("REMPAH_")}
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        env=inherited | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_demo_start_is_not_asked(settings: Settings) -> None:
    settings.IS_PRODUCTION = False
    assert errors() == []
