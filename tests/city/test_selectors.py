"""What a process remembers of the city, and what it must not."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from city import selectors
from city.models import CityProfile
from tests.levies import samples


def test_the_business_date_is_the_citys_and_not_that_of_utc(committed_db: str) -> None:
    samples.small_city()
    half_past_midnight = datetime(2026, 3, 1, 15, 30, tzinfo=UTC)
    assert selectors.business_date_of(half_past_midnight) == date(2026, 3, 2)


def test_a_process_asks_once_and_then_remembers(committed_db: str) -> None:
    samples.small_city()
    selectors.zone()
    with CaptureQueriesContext(connection) as queries:
        selectors.zone(), selectors.holidays(), selectors.profile()
    assert len(queries) == 0


def test_what_a_transaction_saw_and_rolled_back_is_not_remembered(
    committed_db: str,
) -> None:
    with transaction.atomic():
        samples.small_city()
        assert selectors.profile().name == "Uji"
        transaction.set_rollback(True)
    with pytest.raises(selectors.CityNotLoaded):
        selectors.profile()


def test_loading_makes_the_process_read_anew(committed_db: str) -> None:
    samples.small_city()
    assert selectors.profile().name == "Uji"
    CityProfile.objects.update(name="Baru")
    selectors.forget()
    assert selectors.profile().name == "Baru"


def test_a_database_knows_nothing_of_another_ones_city(committed_db: str) -> None:
    with pytest.raises(selectors.CityNotLoaded):
        selectors.zone()
