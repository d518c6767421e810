"""Reads cost little when nothing changed, and every answer says what was counted."""

import re
from http import HTTPStatus

import pytest
from django.test import Client

from kernel import clock
from receipts.services import issue_receipts
from tests.pages_payments.pages import bill_of_today
from tests.payments.samples import paid, requested

pytestmark = pytest.mark.usefixtures("city", "simulator", "empty_cache")


@pytest.fixture
def addresses(city: object, simulator: object) -> list[str]:
    """One of each that can be read: a bill, its payment, its receipt."""
    bill = bill_of_today()
    payment = paid(requested(bill))
    issue_receipts(payment_id=payment.pk, now=clock.now())
    code = payment.receipts.get().paper.code
    return [
        f"/api/v1/bills/{bill.kode_bayar}/",
        f"/api/v1/payments/{payment.code}/",
        f"/api/v1/receipts/{code}/",
    ]


def test_what_has_not_changed_is_not_sent_again(
    client: Client, addresses: list[str]
) -> None:
    for address in addresses:
        first = client.get(address)
        assert first.status_code == HTTPStatus.OK
        assert first.headers["Cache-Control"] == "private, no-cache"
        tag = first.headers["ETag"]
        again = client.get(address, headers={"If-None-Match": tag})
        assert again.status_code == HTTPStatus.NOT_MODIFIED
        assert (again.content, again.headers["ETag"]) == (b"", tag)


def test_what_has_changed_is_sent(client: Client) -> None:
    bill = bill_of_today()
    address = f"/api/v1/bills/{bill.kode_bayar}/"
    tag = client.get(address).headers["ETag"]
    paid(requested(bill))
    answer = client.get(address, headers={"If-None-Match": tag})
    assert answer.status_code == HTTPStatus.OK
    assert answer.json()["state"] == "paid_off"


def test_every_answer_tells_what_is_left(client: Client) -> None:
    address = f"/api/v1/bills/{bill_of_today().kode_bayar}/"
    answers = [client.get(address) for _ in range(2)]
    refused = client.get("/api/v1/bills/123/")
    for answer, left in zip([*answers, refused], (299, 298, 297), strict=True):
        assert answer.headers["RateLimit-Policy"] == '"reads";q=300;w=60'
        told = re.fullmatch(r'"reads";r=(\d+);t=(\d+)', answer.headers["RateLimit"])
        assert told is not None
        assert int(told[1]) == left
        assert 0 < int(told[2]) <= 60
