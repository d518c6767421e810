"""Finding in the bank what BUD paid back, by an approved request's payment.

A debit is found by the payment's code, as a whole word in its text, and by its exact
amount; never by the amount alone.
"""

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from payments.services import book_treasury_refund

_WORDS = """
    SELECT DISTINCT id, amount_idr, value_on, description, unnest(
        regexp_split_to_array(reference || ' ' || description, '[^A-Za-z0-9._~-]+')
    ) AS word
    FROM reconciliation_bankline WHERE amount_idr < 0
"""
# A line that fits more than one request may be either's: it is matched to none.
_FOUND = f"""
    WITH fit AS (
        SELECT DISTINCT request.id AS request_id, bank.id AS bank_line_id, bank.value_on
        FROM payments_refundrequest request
        JOIN payments_payment payment ON payment.id = request.payment_id
        JOIN ({_WORDS}) bank ON upper(bank.word) = upper(payment.code)
            AND bank.amount_idr = -request.amount_idr
        WHERE request.route = 'treasury' AND request.approved_at IS NOT NULL
            AND request.finished_at IS NULL
            AND NOT EXISTS (SELECT FROM payments_refundrequest other
                            WHERE other.bank_line_id = bank.id)
    )
    SELECT DISTINCT ON (request_id) request_id, bank_line_id, value_on
    FROM fit
    WHERE NOT EXISTS (SELECT FROM fit other
                      WHERE other.bank_line_id = fit.bank_line_id
                          AND other.request_id <> fit.request_id)
    ORDER BY request_id, value_on, bank_line_id
"""  # noqa: S608 (no value is formatted in)

# What the naming of differences adds: money that left the RKUD in the name of a payment
# of ours, by no request (paid twice, another amount). A bank may write codes in capital
# letters; they are tried as we write them, so that the index of codes finds them.
DEBIT_UNEXPLAINED = f"""
    SELECT DISTINCT ON (bank.id) 'refund_debit_unexplained', 'bank:' || bank.id,
        coalesce((SELECT item.opd_id FROM payments_paymentitem item
                  WHERE item.payment_id = payment.id ORDER BY item.id LIMIT 1),
            %(suspense)s),
        (SELECT request.amount_idr FROM payments_refundrequest request
         WHERE request.payment_id = payment.id AND request.route = 'treasury'
            AND request.approved_at IS NOT NULL AND request.finished_at IS NULL),
        -bank.amount_idr, bank.value_on,
        jsonb_build_object('order_id', payment.code, 'description', bank.description)
    FROM ({_WORDS}) bank
    CROSS JOIN LATERAL (VALUES (bank.word), (lower(bank.word)),
        (%(order_prefix)s || lower(substr(bank.word, length(%(order_prefix)s) + 1)))
    ) spelling (code)
    JOIN payments_payment payment ON payment.code = spelling.code
        AND upper(payment.code) = upper(bank.word)
    WHERE NOT EXISTS (SELECT FROM payments_refundrequest request
                      WHERE request.bank_line_id = bank.id)
    ORDER BY bank.id, payment.id
"""  # noqa: S608 (no value is formatted in)
# BUD paid back what the gateway took back besides: the payer has it twice.
PAID_BACK_TWICE = """
    SELECT 'paid_back_twice',
        money.gateway_reference || ':' || coalesce(bill.kode_bayar, ''),
        money.opd_id, money.amount_idr, money.returned_idr + money.paid_back_idr,
        (money.received_at AT TIME ZONE %(zone)s)::date,
        jsonb_build_object('order_id', payment.code,
            'kode_bayar', coalesce(bill.kode_bayar, ''), 'channel', payment.channel)
    FROM payments_unappliedmoney money
    JOIN payments_payment payment ON payment.id = money.payment_id
    LEFT JOIN levies_bill bill ON bill.id = money.bill_id
    WHERE money.returned_idr + money.paid_back_idr > money.amount_idr
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
