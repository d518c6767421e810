"""How a transaction reads on the wire: answer to a charge, status, notification."""

import hashlib
from datetime import datetime

from simulators.clock import WIB
from simulators.midtrans.channels import MANDIRI_BILLER_CODE, ChannelName
from simulators.midtrans.settings import Settings
from simulators.midtrans.transactions import Refund, Status, Transaction

type Body = dict[str, object]

STATUS_CODES = {
    Status.PENDING: "201",
    Status.SETTLEMENT: "200",
    Status.PARTIAL_REFUND: "200",
    Status.REFUND: "200",
    Status.DENY: "202",
    Status.CANCEL: "202",
    Status.EXPIRE: "202",
}
"""In a notification. Asked for its status, two of them answer otherwise."""

STATUS_CODES_WHEN_ASKED = STATUS_CODES | {Status.CANCEL: "200", Status.EXPIRE: "407"}


def signature(
    order_id: str, status_code: str, gross_amount: str, server_key: str
) -> str:
    """SHA-512 in hex over the raw strings of the message and the server key."""
    text = order_id + status_code + gross_amount + server_key
    return hashlib.sha512(text.encode()).hexdigest()


def wire_amount(amount_idr: int) -> str:
    return f"{amount_idr}.00"


def wire_time(instant: datetime) -> str:
    """WIB without an offset, as every answer of the gateway has it."""
    return instant.astimezone(WIB).strftime("%Y-%m-%d %H:%M:%S")


def describe_charge(
    transaction: Transaction, settings: Settings, base_url: str
) -> Body:
    """The answer to a charge that was taken."""
    channel = transaction.channel
    body: Body = {
        "status_code": "201",
        "status_message": channel.message,
        **_common(transaction, settings),
        **_payee_number(transaction),
    }
    if channel.is_qris:
        path = f"qris/{transaction.transaction_id}/qr-code"
        body["acquirer"] = channel.acquirer
        body["qr_string"] = transaction.qr_string
        body["actions"] = [
            {"name": name, "method": "GET", "url": f"{base_url}/{version}/{path}"}
            for name, version in (
                ("generate-qr-code", "v2"),
                ("generate-qr-code-v2", "v4"),
            )
        ]
    return body


def describe_status(transaction: Transaction, settings: Settings) -> Body:
    """The answer to a question for the status."""
    code = STATUS_CODES_WHEN_ASKED[transaction.status]
    message = "Success, transaction is found"
    return _state(transaction, settings, code, message)


def describe_change(transaction: Transaction, settings: Settings, message: str) -> Body:
    """The answer to a merchant's cancel or expire that was done."""
    return {
        "status_code": STATUS_CODES_WHEN_ASKED[transaction.status],
        "status_message": message,
        **_common(transaction, settings),
    }


def describe_notice(transaction: Transaction, settings: Settings) -> Body:
    """The body of the notification about the present state."""
    code = STATUS_CODES[transaction.status]
    message = "midtrans payment notification"
    return _state(transaction, settings, code, message)


def describe_refund(
    transaction: Transaction, refund: Refund, settings: Settings
) -> Body:
    """The answer to a refund that was taken."""
    return {
        "status_code": "200",
        "status_message": "Success, refund request is approved",
        **_common(transaction, settings),
        "settlement_time": wire_time(transaction.settled_at or refund.created_at),
        "refund_chargeback_id": refund.refund_chargeback_id,
        "refund_amount": wire_amount(refund.amount_idr),
        "refund_key": refund.refund_key,
    }


def describe_refused_refund(transaction: Transaction, settings: Settings) -> Body:
    """The answer when the provider refuses a refund: the money stays where it is."""
    return {
        "status_code": "202",
        "status_message": "Refund denied by the bank",
        **_common(transaction, settings),
        "refund_amount": wire_amount(0),
    }


def _common(transaction: Transaction, settings: Settings) -> Body:
    return {
        "transaction_id": transaction.transaction_id,
        "order_id": transaction.order_id,
        "merchant_id": settings.merchant_id,
        "gross_amount": wire_amount(transaction.amount_idr),
        "currency": "IDR",
        "payment_type": transaction.channel.payment_type,
        "transaction_time": wire_time(transaction.created_at),
        "transaction_status": transaction.status.value,
        "fraud_status": "accept",
        "expiry_time": wire_time(transaction.expires_at),
    }


def _state(
    transaction: Transaction, settings: Settings, code: str, message: str
) -> Body:
    gross = wire_amount(transaction.amount_idr)
    key = settings.server_key
    body: Body = {
        "status_code": code,
        "status_message": message,
        "signature_key": signature(transaction.order_id, code, gross, key),
        **_common(transaction, settings),
        **_payee_number(transaction),
        **_payment(transaction),
        **transaction.custom_fields,
    }
    if transaction.channel.is_qris:
        body["acquirer"] = transaction.channel.acquirer
    if transaction.metadata is not None:
        body["metadata"] = transaction.metadata
    if transaction.refunds:
        body["refund_amount"] = wire_amount(transaction.refunded_idr)
        body["refunds"] = [_refund(refund) for refund in transaction.refunds]
    return body


def _payee_number(transaction: Transaction) -> Body:
    match transaction.channel_name:
        case ChannelName.QRIS:
            return {}
        case ChannelName.PERMATA:
            return {"permata_va_number": transaction.number}
        case ChannelName.MANDIRI_BILL:
            return {"biller_code": MANDIRI_BILLER_CODE, "bill_key": transaction.number}
    bank = transaction.channel_name.value
    return {"va_numbers": [{"bank": bank, "va_number": transaction.number}]}


def _payment(transaction: Transaction) -> Body:
    """What is only known once money has come."""
    has_numbers = "va_numbers" in _payee_number(transaction)
    if transaction.settled_at is None:
        return {"payment_amounts": []} if has_numbers else {}
    paid_at = wire_time(transaction.settled_at)
    body: Body = {"settlement_time": paid_at}
    if has_numbers:
        paid = {"paid_at": paid_at, "amount": wire_amount(transaction.amount_idr)}
        body["payment_amounts"] = (
            [paid] if transaction.channel.tells_paid_amount else []
        )
    if transaction.channel.is_qris:
        body["issuer"] = transaction.issuer
        body["transaction_type"] = "on-us" if transaction.is_on_us else "off-us"
        body["merchant_cross_reference_id"] = transaction.reference
    return body


def _refund(refund: Refund) -> Body:
    body: Body = {
        "refund_chargeback_id": refund.refund_chargeback_id,
        "refund_amount": wire_amount(refund.amount_idr),
        "created_at": wire_time(refund.created_at),
        "reason": refund.reason,
        "refund_key": refund.refund_key,
        "refund_method": refund.method,
    }
    if refund.bank_confirmed_at is not None:
        body["bank_confirmed_at"] = wire_time(refund.bank_confirmed_at)
    return body
