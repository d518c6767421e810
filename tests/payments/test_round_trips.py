"""What booking a payment costs, counted in statements on a committed database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel import clock
from payments.services import apply_notice
from tests.levies.samples import small_city, stall_bill, waste_skrd
from tests.payments.samples import paid, requested, told


@pytest.mark.usefixtures("committed_db", "simulator")
def test_booking_a_paid_notice_takes_at_most_fourteen_round_trips() -> None:
    """BEGIN and COMMIT included, once the process knows the city and the accounts."""
    small_city()
    for bill in (stall_bill(owner="Joko"), waste_skrd(owner="Joko")):
        paid(requested(bill))
    for bill in (stall_bill(), waste_skrd()):
        notice = told(requested(bill))
        with CaptureQueriesContext(connection) as captured:
            apply_notice(notice=notice, cause="uji", now=clock.now())
        statements = [query["sql"] for query in captured.captured_queries]
        assert statements[0] == "BEGIN"
        assert statements[-1] == "COMMIT"
        assert len(statements) <= 14, "\n".join(statements)
