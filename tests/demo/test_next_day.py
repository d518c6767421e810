"""The demo's button waits while the past is still being lived."""

from datetime import date, timedelta
from http import HTTPStatus
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.roles import Role
from kernel import clock
from tests.accounts.people import city_with_a_zone, give, person

BUTTON = "/bp2rd/demo/hari-berikutnya/"


@pytest.mark.django_db
def test_the_clock_is_not_moved_under_the_history(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings.IS_DEMO = True
    monkeypatch.setenv(clock.CLOCK_FILE_VARIABLE, str(tmp_path / "clock"))
    city_with_a_zone()
    rekon = person("rekon")
    give(rekon, Role.RECONCILER, valid_from=date(2020, 1, 1))
    client.force_login(rekon)
    clock.begin(clock.present() - timedelta(days=10))
    before = clock.offset()
    answer = client.post(BUTTON)
    assert answer.status_code == HTTPStatus.FOUND
    assert clock.offset() == before
