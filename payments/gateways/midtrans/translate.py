"""Midtrans' answers as notices, and our orders as charges. Pure; WIB stays in here."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from kernel.money import Rupiah, total
from payments.gateways.midtrans.channels import CHARGE_FRAGMENTS
from payments.gateways.port import (
    WITH_MONEY,
    NextAction,
    Notice,
    NoticeState,
    Order,
    RefundNotice,
    UnreadableBody,
)

GATEWAY = "midtrans"
# Every time of the API is in WIB and says so nowhere (reference, "QRIS").
WIB = ZoneInfo("Asia/Jakarta")
_AMOUNT = re.compile(r"([0-9]{1,15})(?:\.00?)?")
# A part of the references of entries, which are split at "/" and have an end.
_TRANSACTION_ID = re.compile(r"[A-Za-z0-9._~-]{1,45}")

# A partial chargeback exists for cards alone, which we do not take: it stays unread.
STATES: Mapping[str, NoticeState] = {
    "pending": NoticeState.AWAITING_PAYER,
    "authorize": NoticeState.AWAITING_PAYER,
    "capture": NoticeState.PAID,
    "settlement": NoticeState.PAID,
    "deny": NoticeState.DENIED,
    "cancel": NoticeState.CANCELLED,
    "expire": NoticeState.EXPIRED,
    "failure": NoticeState.FAILED,
    "partial_refund": NoticeState.PART_REFUNDED,
    "refund": NoticeState.REFUNDED,
    "chargeback": NoticeState.DISPUTED,
}

type Answer = Mapping[str, object]


def charge_of(order: Order) -> dict[str, object]:
    """The charge that asks for an order (reference, "Charge transactions").

    Amounts are whole numbers there, and only there; the expiry is counted from the
    order's own time, so that asking again does not lengthen it.
    """
    seconds = int((order.expires_at - order.created_at).total_seconds())
    return {
        **CHARGE_FRAGMENTS[order.channel],
        "transaction_details": {
            "order_id": order.reference,
            "gross_amount": order.amount.amount,
        },
        "custom_expiry": {
            "order_time": f"{order.created_at.astimezone(WIB):%Y-%m-%d %H:%M:%S %z}",
            "expiry_duration": seconds,
            "unit": "second",
        },
        "custom_field1": order.description[:255],
    }


def read_notice(answer: Answer) -> Notice:
    """What an answer says about its payment.

    Raises:
        UnreadableBody: a field that must be there is missing or makes no sense.
    """
    state = _state(answer)
    amount = read_amount(answer.get("gross_amount"))
    if str(answer.get("currency", "IDR")).upper() != "IDR":
        raise UnreadableBody("a currency that is not IDR")
    has_money = state in WITH_MONEY
    return Notice(
        gateway=GATEWAY,
        reference=_text(answer, "order_id"),
        gateway_reference=_transaction_id(answer),
        state=state,
        amount=amount,
        received=_received(answer, amount) if has_money else Rupiah(0),
        paid_at=_paid_at(answer) if has_money else None,
        channel=_channel(answer),
        next_action=_next_action(answer),
        expires_at=_optional_instant(answer, "expiry_time", "expire_time"),
        refunds=_refunds(answer, state),
    )


def read_amount(value: object) -> Rupiah:
    """Whole rupiah out of "150000.00" (or a whole number), never by way of a float."""
    is_whole_number = isinstance(value, int) and not isinstance(value, bool)
    match = _AMOUNT.fullmatch(str(value)) if isinstance(value, str | int) else None
    if match is None or not (is_whole_number or isinstance(value, str)):
        raise UnreadableBody("an amount that is not in whole rupiah")
    return Rupiah(int(match[1]))


def read_instant(text: object) -> datetime:
    """An instant in UTC out of "2026-03-02 09:13:40" in WIB."""
    try:
        local = datetime.strptime(str(text), "%Y-%m-%d %H:%M:%S").replace(tzinfo=WIB)
    except ValueError:
        raise UnreadableBody("a time in an unknown form") from None
    return local.astimezone(UTC)


def _state(answer: Answer) -> NoticeState:
    """The transaction's status is the authority, in either case of letters.

    Money counts only when the fraud check accepted it or was not needed.
    """
    state = STATES.get(_text(answer, "transaction_status").casefold())
    if state is None:
        raise UnreadableBody("a transaction_status that is not in the table")
    verdict = str(answer.get("fraud_status") or "accept").casefold()
    if state is not NoticeState.PAID or verdict == "accept":
        return state
    return NoticeState.DENIED if verdict == "deny" else NoticeState.AWAITING_PAYER


def _received(answer: Answer, amount: Rupiah) -> Rupiah:
    """What came in: the listed amounts where a bank lists them, else the gross."""
    paid = [read_amount(one.get("amount")) for one in _list(answer, "payment_amounts")]
    return total(paid) if paid else amount


def _paid_at(answer: Answer) -> datetime:
    instant = _optional_instant(answer, "settlement_time", "transaction_time")
    if instant is None:
        raise UnreadableBody("money without a time")
    return instant


def _channel(answer: Answer) -> str:
    payment_type = str(answer.get("payment_type", "")).casefold()
    if payment_type == "echannel":
        return "mandiri_bill"
    if answer.get("permata_va_number"):
        return "va_permata"
    for one in _list(answer, "va_numbers"):
        return f"va_{str(one.get('bank', '')).casefold()}"[:20]
    return payment_type[:20]


def _next_action(answer: Answer) -> NextAction:
    permata = _optional_text(answer, "permata_va_number")
    if permata:
        return NextAction(va_bank="permata", va_number=permata)
    for one in _list(answer, "va_numbers"):
        return NextAction(
            va_bank=str(one.get("bank", "")).casefold(),
            va_number=str(one.get("va_number", "")),
        )
    return NextAction(
        qr_string=_optional_text(answer, "qr_string"),
        biller_code=_optional_text(answer, "biller_code"),
        bill_key=_optional_text(answer, "bill_key"),
    )


def _refunds(answer: Answer, state: NoticeState) -> list[RefundNotice]:
    """Each refund by itself; a refund without its list would be booked by guess."""
    told = _list(answer, "refunds")
    if state in (NoticeState.PART_REFUNDED, NoticeState.REFUNDED) and not told:
        raise UnreadableBody("a refund without the list of refunds")
    return [
        RefundNotice(
            reference=_refund_reference(one),
            amount=read_amount(one.get("refund_amount")),
            reason=str(one.get("reason") or "")[:200],
            told_at=read_instant(one.get("created_at")),
            confirmed_at=_optional_instant(one, "bank_confirmed_at"),
            key=_optional_text(one, "refund_key"),
        )
        for one in told
    ]


def _refund_reference(refund: Answer) -> str:
    """Midtrans' own number of a refund; ours (refund_key) where it gives none."""
    reference = refund.get("refund_chargeback_id") or refund.get("refund_key")
    if not reference:
        raise UnreadableBody("a refund without a reference")
    return str(reference)[:64]


def _list(answer: Answer, name: str) -> list[Answer]:
    value = answer.get(name)
    if not isinstance(value, list):
        return []
    return [one for one in value if isinstance(one, dict)]


def _text(answer: Answer, name: str) -> str:
    value = answer.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= 64:
        raise UnreadableBody(f"no {name}")
    return value


def _transaction_id(answer: Answer) -> str:
    value = _text(answer, "transaction_id")
    if not _TRANSACTION_ID.fullmatch(value):
        raise UnreadableBody("a transaction_id of no known form")
    return value


def _optional_text(answer: Answer, name: str) -> str:
    value = answer.get(name)
    return value if isinstance(value, str) and len(value) <= 512 else ""


def _optional_instant(answer: Answer, *names: str) -> datetime | None:
    for name in names:
        if answer.get(name):
            return read_instant(answer[name])
    return None
