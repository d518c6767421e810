"""Finding in the bank what BUD paid back, by an approved request's payment.

A debit is found by the payment's code, as a whole word in its text, and by its exact
amount; never by the amount alone.
"""

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from payments.services import book_treasury_refund

_FOUND = """
    SELECT DISTINCT ON (request.id) request.id, bank.id, bank.value_on
    FROM payments_refundrequest request
    JOIN payments_payment payment ON payment.id = request.payment_id
    JOIN (
        SELECT DISTINCT id, amount_idr, value_on, unnest(regexp_split_to_array(
            upper(reference || ' ' || description), '[^A-Z0-9._~-]+')) AS word
        FROM reconciliation_bankline WHERE amount_idr < 0
    ) bank ON bank.word = upper(payment.code) AND bank.amount_idr = -request.amount_idr
    WHERE request.route = 'treasury' AND request.approved_at IS NOT NULL
        AND request.finished_at IS NULL
        AND NOT EXISTS (SELECT FROM payments_refundrequest other
                        WHERE other.bank_line_id = bank.id)
    ORDER BY request.id, bank.value_on, bank.id
"""


def find_paid_back(cursor: CursorWrapper, *, now: datetime) -> int:
    """Book each approved request that a bank line shows as paid; how many."""
    cursor.execute(_FOUND)
    return sum(
        book_treasury_refund(
            request_id=request_id, bank_line_id=bank_line_id, value_on=value_on, now=now
        )
        for request_id, bank_line_id, value_on in cursor.fetchall()
    )
