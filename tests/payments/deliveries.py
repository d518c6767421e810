"""Bodies of notifications as Midtrans writes and signs them."""

import hashlib
import json

from payments.models import Payment
from tests.simulator_processes import SERVER_KEY

CODES = {"pending": "201", "settlement": "200", "expire": "202"}


def signature(order_id: str, code: str, gross: str, key: str = SERVER_KEY) -> str:
    return hashlib.sha512(f"{order_id}{code}{gross}{key}".encode()).hexdigest()


def notification(
    payment: Payment, status: str = "settlement", *, key: str = SERVER_KEY
) -> bytes:
    """A body about a payment, signed with the key."""
    code, gross = CODES[status], f"{payment.amount_idr}.00"
    document = {
        "transaction_status": status,
        "transaction_id": payment.gateway_reference,
        "status_code": code,
        "signature_key": signature(payment.code, code, gross, key),
        "order_id": payment.code,
        "gross_amount": gross,
        "payment_type": payment.channel,
    }
    return json.dumps(document).encode()


def edited(body: bytes, **changes: object) -> bytes:
    """The body with some fields changed by hand, its signature left as it was."""
    return json.dumps({**json.loads(body), **changes}).encode()
