"""What the pages ask of the database does not grow with what there is to show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.accounts.people import PASSWORD
from tests.complaints.samples import answered, officer, submitted
from tests.strict_client import StrictClient

pytestmark = pytest.mark.usefixtures("city")


# A process remembers the city, but not what it read inside a test's transaction.
REMEMBERED = ("city_cityprofile", "city_holiday")


def queries_of(client: StrictClient, address: str) -> list[str]:
    """What a page asks, without what a process remembers."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    texts = [one["sql"] for one in asked]
    return [sql for sql in texts if not any(name in sql for name in REMEMBERED)]


def test_the_officers_list_asks_the_same_for_one_and_for_thirty(
    client: StrictClient,
) -> None:
    officer()
    client.login(username="budi", password=PASSWORD)
    submitted("jadwal")
    one = len(queries_of(client, "/kantor/laporan/"))
    for _ in range(30):
        submitted("jadwal")
    assert len(queries_of(client, "/kantor/laporan/")) == one <= 12


def test_a_reports_page_asks_little_and_fetches_no_picture(
    client: StrictClient,
) -> None:
    report = answered()
    asked = queries_of(client, f"/lapor/{report.number}/")
    assert len(asked) <= 6
    assert not [sql for sql in asked if '"content"' in sql]


def test_the_form_asks_for_categories_and_places_alone(client: StrictClient) -> None:
    assert len(queries_of(client, "/lapor/")) <= 6
