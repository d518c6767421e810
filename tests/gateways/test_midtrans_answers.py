"""Answers of Midtrans as documented and as seen, read one by one without a wire."""

from datetime import UTC, datetime

import pytest

from kernel.money import Rupiah
from payments.gateways.midtrans.client import require_object
from payments.gateways.midtrans.errors import refusal_of
from payments.gateways.midtrans.translate import read_amount, read_notice
from payments.gateways.port import (
    AmountRefused,
    DuplicateReference,
    GatewayError,
    GatewayRefused,
    GatewayUnavailable,
    IllegalTransition,
    NotAuthorised,
    NoticeState,
    UnknownAtGateway,
    UnreadableBody,
)

PENDING = {
    "status_code": "201",
    "transaction_id": "513f1f01-c9da-474c-9fc9-d5c64364b709",
    "order_id": "RTR-2026-000123-1",
    "gross_amount": "150000.00",
    "currency": "IDR",
    "payment_type": "qris",
    "transaction_time": "2026-03-02 00:30:01",
    "transaction_status": "pending",
    "fraud_status": "accept",
}
SETTLED = PENDING | {
    "status_code": "200",
    "transaction_status": "settlement",
    "settlement_time": "2026-03-02 00:31:40",
}


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("pending", NoticeState.AWAITING_PAYER),
        ("PENDING", NoticeState.AWAITING_PAYER),
        ("authorize", NoticeState.AWAITING_PAYER),
        ("capture", NoticeState.PAID),
        ("Settlement", NoticeState.PAID),
        ("deny", NoticeState.DENIED),
        ("cancel", NoticeState.CANCELLED),
        ("expire", NoticeState.EXPIRED),
        ("failure", NoticeState.FAILED),
        ("chargeback", NoticeState.DISPUTED),
    ],
)
def test_the_transaction_status_decides(status: str, state: NoticeState) -> None:
    assert read_notice(SETTLED | {"transaction_status": status}).state is state


@pytest.mark.parametrize(
    ("fraud_status", "state"),
    [
        (None, NoticeState.PAID),
        ("ACCEPT", NoticeState.PAID),
        ("challenge", NoticeState.AWAITING_PAYER),
        ("deny", NoticeState.DENIED),
    ],
)
def test_money_counts_when_the_fraud_check_accepts_it_or_is_absent(
    fraud_status: str | None, state: NoticeState
) -> None:
    notice = read_notice(SETTLED | {"fraud_status": fraud_status})
    assert notice.state is state
    assert (notice.received == Rupiah(150_000)) is (state is NoticeState.PAID)


def test_times_in_wib_are_told_in_utc() -> None:
    assert read_notice(SETTLED).paid_at == datetime(2026, 3, 1, 17, 31, 40, tzinfo=UTC)


@pytest.mark.parametrize("name", ["expiry_time", "expire_time"])
def test_both_spellings_of_the_expiry_are_read(name: str) -> None:
    notice = read_notice(PENDING | {name: "2026-03-02 00:45:01"})
    assert notice.expires_at == datetime(2026, 3, 1, 17, 45, 1, tzinfo=UTC)


def test_what_a_bank_lists_as_paid_is_what_came_in() -> None:
    paid = [
        {"paid_at": "2026-03-02 00:31:40", "amount": "100000.00"},
        {"paid_at": "2026-03-02 00:31:41", "amount": "20000.00"},
    ]
    assert read_notice(SETTLED | {"payment_amounts": paid}).received == Rupiah(120_000)
    assert read_notice(SETTLED | {"payment_amounts": []}).received == Rupiah(150_000)


@pytest.mark.parametrize(
    ("text", "amount"), [("150000.00", 150_000), ("1.0", 1), ("7", 7), (10_071, 10_071)]
)
def test_amounts_are_read_without_a_float(text: object, amount: int) -> None:
    assert read_amount(text) == Rupiah(amount)


@pytest.mark.parametrize(
    "text", ["1e4", "-5.00", "10.50", "", " 1.00", "1,000.00", 1.5, True, None, "٣.00"]
)
def test_amounts_of_any_other_form_are_refused(text: object) -> None:
    with pytest.raises(UnreadableBody):
        read_amount(text)


@pytest.mark.parametrize(
    "change",
    [
        {"transaction_status": "teleported"},
        {"transaction_status": "partial_chargeback"},
        {"order_id": None},
        {"transaction_id": ""},
        {"transaction_id": "a/b"},
        {"transaction_id": "a" * 46},
        {"gross_amount": "150000.50"},
        {"currency": "USD"},
        {"settlement_time": "yesterday"},
        {"transaction_status": "refund", "refunds": [{"refund_amount": "1.00"}]},
        {"transaction_status": "refund", "refunds": []},
    ],
)
def test_an_answer_that_makes_no_sense_is_not_guessed_at(
    change: dict[str, object],
) -> None:
    with pytest.raises(UnreadableBody):
        read_notice(SETTLED | change)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("400", GatewayRefused),
        ("401", NotAuthorised),
        ("402", GatewayRefused),
        ("404", UnknownAtGateway),
        ("406", DuplicateReference),
        (406, DuplicateReference),
        ("412", IllegalTransition),
        ("414", AmountRefused),
        ("429", GatewayUnavailable),
        ("500", GatewayUnavailable),
        ("503", GatewayUnavailable),
        ("505", GatewayUnavailable),
        ("900", GatewayUnavailable),
    ],
)
def test_the_bodys_code_decides_whatever_the_http_code_says(
    code: object, error: type[GatewayError]
) -> None:
    assert type(refusal_of({"status_code": code}, 200)) is error


def test_the_http_code_stands_in_where_the_body_has_none() -> None:
    answer = {"error_messages": ["Access denied"]}
    assert type(refusal_of(answer, 401)) is NotAuthorised
    assert type(refusal_of({"status_code": "soon"}, 503)) is GatewayUnavailable


@pytest.mark.parametrize(
    "body",
    [
        b'{"order_id":"a","order_id":"b"}',
        b"[]",
        b"null",
        b'{"a":NaN}',
        b"\xff\xfe",
        b"<html>",
        b"[" * 100_000,
    ],
)
def test_only_one_object_with_every_key_once_is_read(body: bytes) -> None:
    with pytest.raises(UnreadableBody):
        require_object(200, body)


@pytest.mark.parametrize("code", [301, 302, 307, 502])
def test_a_redirect_or_a_page_on_the_way_is_no_answer(code: int) -> None:
    with pytest.raises(GatewayUnavailable):
        require_object(code, b"<html>")
