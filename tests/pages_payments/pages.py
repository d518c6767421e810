"""What the tests of the payer's pages share: today, and looking into a page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from html import unescape
from typing import Protocol

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from city.selectors import business_date_of
from kernel import clock
from levies.models import Bill
from payments.models import Payment
from tests.levies.samples import stall_bill, waste_skrd


class Answer(Protocol):
    """What a test client answers, as far as a reader is concerned."""

    content: bytes


def bill_of_today(days_ago: int = 0, *, owner: str = "Siti Aminah") -> Bill:
    """A stall's bill of today or some days before."""
    now = clock.now()
    day = business_date_of(now) - timedelta(days=days_ago)
    return stall_bill(day=day, owner=owner, now=now)


def skrd_of_this_month(*, due_days_ago: int = 0) -> Bill:
    """A household's bill for waste, of another OPD; due today or some days ago."""
    now = clock.now()
    today = business_date_of(now)
    bill = waste_skrd(month=today.replace(day=1), now=now)
    bill.due_on = today - timedelta(days=due_days_ago)
    bill.save(update_fields=["due_on"])
    return bill


def text_of(answer: Answer) -> str:
    """What stands between the header and the footer, without tags."""
    content = answer.content.decode()
    main = content.split("<main")[-1].split("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def pay(client: Client, bill: Bill, *others: Bill, channel: str = "qris") -> Payment:
    """Choose a way to pay and press the button; the payment that came of it."""
    form = {"dengan": [other.kode_bayar for other in others], "channel": channel}
    answer = client.post(f"/bayar/{bill.kode_bayar}/", form)
    assert answer.status_code == 302, text_of(answer)
    return Payment.objects.get(code=answer.headers["Location"].split("/")[3])


def page_of(payment: Payment) -> str:
    """The address of a payment's page."""
    item = payment.items.select_related("bill").order_by("id")[0]
    return f"/bayar/{item.bill.kode_bayar}/{payment.code}/"


@contextmanager
def at_most(questions: int) -> Iterator[None]:
    """No more queries than these, beside those for the city.

    A process remembers the city, but not what it read in a transaction, as tests do.
    """
    with CaptureQueriesContext(connection) as asked:
        yield
    counted = [
        query["sql"]
        for query in asked.captured_queries
        if 'FROM "city_cityprofile"' not in query["sql"]
        and 'FROM "city_holiday"' not in query["sql"]
    ]
    assert len(counted) <= questions, "\n".join(counted)
