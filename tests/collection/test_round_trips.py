"""What cash costs: a few statements, however busy the market."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.collection.samples import cash_for, on_duty, people_of_cash
from tests.levies.samples import stall_bill

# Locks and the key; payment, item, bill and their events; outbox, entry, audit; what
# the ticket prints; number, ticket and cash. The city is remembered, as in a worker.
ROUND_TRIPS = 30


@pytest.mark.usefixtures("committed_db")
def test_a_ticket_is_within_its_round_trips() -> None:
    shift = on_duty(people_of_cash())
    cash_for(shift, stall_bill(owner="Pertama"))
    bill = stall_bill()
    with CaptureQueriesContext(connection) as queries:
        cash_for(shift, bill)
    assert len(queries) <= ROUND_TRIPS, [one["sql"][:90] for one in queries]
