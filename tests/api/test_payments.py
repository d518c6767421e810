"""POST payments/ and GET payments/<id>/: one wish, one payment, even if repeated."""

import re
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connections
from django.test import Client

from kernel import clock
from kernel.identifiers import kode_bayar
from levies.models import Bill
from payments.models import Payment
from receipts.services import issue_receipts
from tests.levies.samples import small_city, stall_bill
from tests.pages_payments.pages import bill_of_today, skrd_of_this_month
from tests.payments.samples import paid, requested
from tests.simulator_processes import Simulator

PAYMENTS = "/api/v1/payments/"
in_the_city = pytest.mark.usefixtures("city", "simulator", "empty_cache")


def ask(*bills: Bill, key: str = "", channel: str = "qris", **more: object) -> Any:
    """POST payments/ as a client of ours would."""
    body = {"bills": [bill.kode_bayar for bill in bills], "channel": channel} | more
    return post(body, key=key or str(uuid.uuid4()))


def post(body: object, **headers: str) -> Any:
    if "key" in headers:
        headers["Idempotency-Key"] = headers.pop("key")
    return Client().post(
        PAYMENTS, body, content_type="application/json", headers=headers
    )


def problem_of(answer: Any, status: int) -> dict[str, Any]:
    """The problem+json of a refusal."""
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert problem["status"] == status
    assert problem["type"].endswith(f"/api/v1/problems/#{problem['code']}")
    assert problem["title"]
    return problem


@in_the_city
def test_makes_a_qris_payment() -> None:
    answer = ask(bill_of_today())
    assert answer.status_code == HTTPStatus.CREATED
    body = answer.json()
    payment = Payment.objects.get(code=body["id"])
    assert (body["status"], body["amount_idr"]) == ("awaiting_payer", 18_000)
    assert body["qr_string"] == payment.next_action["qr_string"]
    assert body["va_number"] is None
    assert body["receipts"] == []
    assert answer.headers["Location"].endswith(f"{PAYMENTS}{body['id']}/")


@in_the_city
def test_times_are_told_in_the_citys_zone() -> None:
    body = ask(bill_of_today()).json()
    assert body["expires_at"].endswith("+09:00")
    assert datetime.fromisoformat(body["expires_at"]) > clock.now()


@in_the_city
def test_one_payment_may_be_for_bills_of_two_opd() -> None:
    body = ask(bill_of_today(), skrd_of_this_month(), channel="va_bni").json()
    assert body["amount_idr"] == 28_000
    assert len(body["bills"]) == 2
    assert re.fullmatch(r"\d{10,18}", body["va_number"])
    assert body["qr_string"] is None


@in_the_city
def test_reading_a_paid_payment_shows_its_receipts() -> None:
    payment = paid(requested(bill_of_today()))
    issue_receipts(payment_id=payment.pk, now=clock.now())
    body = Client().get(f"{PAYMENTS}{payment.code}/").json()
    assert body["status"] == "paid"
    assert body["qr_string"] is None
    (receipt,) = body["receipts"]
    paper = payment.receipts.get().paper
    assert (receipt["code"], receipt["number"]) == (paper.code, paper.number)
    assert receipt["pdf"].endswith(f"/api/v1/receipts/{paper.code}/pdf/")


@in_the_city
def test_an_answer_holds_no_name() -> None:
    bill = bill_of_today()
    assert bill.payer.name not in ask(bill).content.decode()


@in_the_city
def test_a_repeated_key_gets_the_same_answer_and_asks_the_gateway_once(
    simulator: Simulator,
) -> None:
    bill, key = bill_of_today(), str(uuid.uuid4())
    first, second = ask(bill, key=key), ask(bill, key=key)
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert len(simulator.truth()["transactions"]) == 1


@in_the_city
def test_a_repeated_key_with_another_body_is_refused() -> None:
    bill, key = bill_of_today(), str(uuid.uuid4())
    ask(bill, key=key)
    refused = problem_of(ask(bill, key=key, channel="va_bca"), 422)
    assert refused["code"] == "idempotency_key_reused"
    assert Payment.objects.count() == 1


@in_the_city
def test_two_keys_for_the_same_bill_get_the_same_payment() -> None:
    bill = bill_of_today()
    assert ask(bill).json()["id"] == ask(bill).json()["id"]


@in_the_city
def test_a_refusal_is_not_remembered_under_its_key() -> None:
    bill, key = bill_of_today(), str(uuid.uuid4())
    Bill.objects.filter(pk=bill.pk).update(state="lapsed")
    problem_of(ask(bill, key=key), 409)
    Bill.objects.filter(pk=bill.pk).update(state="expected")
    assert ask(bill, key=key).status_code == HTTPStatus.CREATED


@in_the_city
@pytest.mark.parametrize(
    ("key", "status", "code"),
    [
        ("", 400, "idempotency_key_missing"),
        ("x" * 201, 422, "idempotency_key_malformed"),
    ],
)
def test_a_missing_or_odd_key_is_refused(key: str, status: int, code: str) -> None:
    body = {"bills": [bill_of_today().kode_bayar], "channel": "qris"}
    headers = {"key": key} if key else {}
    assert problem_of(post(body, **headers), status)["code"] == code


@in_the_city
@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("{", 400, "parse_error"),
        ("[]", 422, "invalid"),
        ('"x"', 422, "invalid"),
        ("{}", 422, "invalid"),
        ('{"bills": [], "channel": "qris"}', 422, "invalid"),
        ('{"bills": "x", "channel": "qris"}', 422, "invalid"),
        ('{"bills": ["\\u0000"], "channel": "qris"}', 422, "invalid"),
        ('{"bills": ["123"], "channel": "qris"}', 404, "kode_bayar_mistyped"),
        ('{"bills": ["123"], "channel": "gopay"}', 422, "invalid"),
    ],
)
def test_a_bad_body_is_refused_with_its_reason(
    body: str, status: int, code: str
) -> None:
    problem = problem_of(post(body, key=str(uuid.uuid4())), status)
    assert problem["code"] == code
    if code == "invalid":
        assert all(error["pointer"].startswith("/") for error in problem["errors"])
    assert not Payment.objects.exists()


@in_the_city
def test_a_code_nobody_has_is_unknown() -> None:
    body = {"bills": [kode_bayar(999_999)], "channel": "qris"}
    assert problem_of(post(body, key="k-1"), 404)["code"] == "bill_unknown"


@in_the_city
def test_a_paid_bill_is_a_conflict() -> None:
    bill = bill_of_today()
    paid(requested(bill))
    assert problem_of(ask(bill), 409)["code"] == "bill_paid"


@in_the_city
def test_too_much_for_qris_names_the_channels_that_fit() -> None:
    bill = stall_bill(day=bill_of_today().period_from, size_dm2=400_000)
    problem = problem_of(ask(bill), 422)
    assert problem["code"] == "amount_over_channel_limit"
    assert "va_bni" in problem["channels"]


@in_the_city
def test_what_only_we_may_set_is_ignored() -> None:
    answer = ask(bill_of_today(), amount_idr=1, status="paid", paid_at="2026-01-01")
    body = answer.json()
    assert (body["amount_idr"], body["status"]) == (18_000, "awaiting_payer")


@in_the_city
def test_an_unknown_payment_is_not_found() -> None:
    answer = Client().get(f"{PAYMENTS}rempah-unknown/")
    assert problem_of(answer, 404)["code"] == "payment_unknown"


@in_the_city
def test_a_method_that_is_not_there_is_told() -> None:
    assert problem_of(Client().put(PAYMENTS), 405)["code"] == "method_not_allowed"


@in_the_city
def test_who_asks_too_often_is_told_when_to_come_again() -> None:
    bill = bill_of_today()
    throttle = "rest_framework.throttling.SimpleRateThrottle.THROTTLE_RATES"
    with patch.dict(throttle, {"payments": "2/min"}):
        answers = [ask(bill) for _ in range(3)]
    assert problem_of(answers[-1], 429)["code"] == "throttled"
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 61


def at_once(wishes: list[Callable[[], Any]]) -> list[Any]:
    """Several clients at the same time, each with a connection of its own."""

    def run(wish: Callable[[], Any]) -> Any:
        try:
            return wish()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(wishes)) as pool:
        return list(pool.map(run, wishes))


@pytest.mark.usefixtures("committed_db", "simulator", "empty_cache")
def test_the_same_wish_sent_many_times_at_once_makes_one_payment() -> None:
    small_city()
    bill, key = bill_of_today(), str(uuid.uuid4())
    answers = at_once([lambda: ask(bill, key=key)] * 4)
    statuses = {answer.status_code for answer in answers}
    assert statuses <= {HTTPStatus.CREATED, HTTPStatus.CONFLICT}
    assert HTTPStatus.CREATED in statuses
    assert Payment.objects.count() == 1


@pytest.mark.usefixtures("committed_db", "simulator", "empty_cache")
def test_many_tabs_at_once_leave_one_open_payment() -> None:
    small_city()
    bill = bill_of_today()
    answers = at_once([lambda: ask(bill)] * 4)
    ids = {answer.json()["id"] for answer in answers}
    assert len(ids) == 1
    assert Payment.objects.filter(state="awaiting_payer").count() == 1
    assert Payment.objects.get().expires_at - clock.now() < timedelta(hours=1)
