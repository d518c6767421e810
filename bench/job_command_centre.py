"""The command centre over many payments, against a GROUP BY over their rows.

The budget is set for ten million (LONG=1). A floor grows with the rows and a roll-up
does not, so the page over a tenth of the rows has a tenth of the budget.
"""

import os
import time
from datetime import date

from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts.models import Scope
from accounts.roles import Role
from accounts.services import assign_role, create_person
from bench.figures import Figure, milliseconds, seconds_each
from bench.rolled import write_year
from city.selectors import business_date_of
from commandcenter.selectors.figures import figures_of
from commandcenter.services import mark_days, refresh_billed, refresh_money
from commandcenter.tasks import money_of_payment_moved
from kernel import clock
from payments.selectors import days_with_money
from tests.commandcenter.samples import attempt, tell
from tests.levies.samples import stall_bill

COUNT, COUNT_LONG = 1_000_000, 10_000_000
BUDGET = 100
LAG_SECONDS = 5.0
FLOORS, PAGES = 3, 15

# What the page says of the year and of today, straight from the rows.
_FLOOR = """
    SELECT payment.paid_on = %(today)s, bill.levy_type_id, object.market_id,
        coalesce(object.kelurahan_id, market.kelurahan_id), payment.channel,
        sum(item.booked_principal_idr + item.booked_interest_idr), count(*)
    FROM payments_payment AS payment
    JOIN payments_paymentitem AS item ON item.payment_id = payment.id
    JOIN levies_bill AS bill ON bill.id = item.bill_id
    JOIN levies_levyobject AS object ON object.id = bill.levy_object_id
    LEFT JOIN city_market AS market ON market.id = object.market_id
    WHERE payment.paid_on BETWEEN %(first_on)s AND %(today)s
    GROUP BY 1, 2, 3, 4, 5
"""


def run() -> list[Figure]:
    """The whole page, drawn; equal to its floor; and how soon a payment is on it."""
    call_command("collectstatic", interactive=False, verbosity=0)
    count = COUNT_LONG if os.environ.get("LONG") else COUNT
    today = business_date_of(clock.now())
    write_year(count=count, until=today)
    _roll_up(today)
    page = _mayor()
    expected = _floor(today)
    floor = seconds_each(lambda: _floor(today), FLOORS)
    ours = seconds_each(lambda: _look(page), PAGES)
    shown = figures_of(on=today, now=clock.now())
    is_equal = shown.year.whole.revenue.amount == expected
    ratio, budget = floor / ours, BUDGET * count // COUNT_LONG
    told = f"command centre page, {count:,} rows"
    lag = _lag(page)
    return [
        Figure(told, milliseconds(floor), milliseconds(ours), ratio,
               f"≥ {budget} ×", is_equal and shown.trust.agrees and ratio >= budget),
        Figure("command centre: behind a payment", f"{LAG_SECONDS:.0f} s",
               milliseconds(lag), lag / LAG_SECONDS, "≤ 1", lag <= LAG_SECONDS),
    ]  # fmt: skip


def _roll_up(today: date) -> None:
    first_on, now = date(today.year, 1, 1), clock.now()
    mark_days(days=days_with_money(first_on=first_on, last_on=today), now=now)
    refresh_money(now=now)
    refresh_billed(first_on=first_on, last_on=today, now=now)


def _floor(today: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_FLOOR, {"today": today, "first_on": date(today.year, 1, 1)})
        return sum(int(row[-2]) for row in cursor.fetchall())


def _mayor() -> Client:
    now = clock.now()
    mayor = create_person(
        username="pimpinan", full_name="Wali Kota", password="x" * 20, now=now
    )
    assign_role(
        person=mayor,
        role=Role.MAYOR,
        scope=Scope(),
        valid_from=business_date_of(now),
        now=now,
    )
    client = Client(headers={"Host": "127.0.0.1"})
    client.force_login(mayor)
    return client


def _look(page: Client) -> bytes:
    answer = page.get("/komando/")
    if answer.status_code != 200:
        raise RuntimeError(f"the page answered {answer.status_code}")
    return answer.content


def _lag(page: Client) -> float:
    """From a payment's commit, through the task of its event, until the page has it."""
    now = clock.now()
    bill = stall_bill(day=business_date_of(now), owner="Terakhir", now=now)
    before = _look(page)
    payment = tell(attempt(bill), at=now)
    started = time.perf_counter()
    money_of_payment_moved(payload={"payment_id": payment.pk}, now=clock.now())
    refresh_money(now=clock.now())
    if _look(page) == before:
        raise RuntimeError("the page does not show the payment")
    return time.perf_counter() - started
