"""Many payments that were booked, and the gateway's report of them with differences."""

from pathlib import Path
from typing import Any

from django.db import connection, connections

from tests.levies.samples import stall_bill
from tests.reconciliation.samples import HEADER, PAID_AT, PAID_ON, WIB

AMOUNT_IDR = 18_000
# One in so many lines is wrong; the three ways to be wrong take turns.
WRONG_EACH = 1_000
WAYS = ("amounts_differ", "paid_here_not_settled", "paid_at_gateway_unknown_here")

# With the check digits of ISO 7064 MOD 97-10.
KODE = "(s.number * 100 + 98 - s.number * 100 %% 97)::text"

_BILLS = f"""
    INSERT INTO levies_bill (kode_bayar, levy_type_id, levy_object_id, payer_id, opd_id,
        state, period_from, period_until, due_on, tariff_id, inputs, amount_idr,
        paid_idr, issued_at, paid_off_on)
    SELECT {KODE}, levy_type_id, levy_object_id, payer_id, opd_id,
        'paid_off', period_from + n, period_from + n, due_on, tariff_id, inputs,
        amount_idr, amount_idr, issued_at, due_on
    FROM levies_bill, generate_series(1, %(count)s) AS n,
        LATERAL (SELECT 900000000000 + n AS number) AS s
    WHERE id = %(pattern)s
"""
_PAYMENTS = """
    INSERT INTO payments_payment (code, channel, gateway, state, amount_idr,
        received_idr, refunded_idr, gateway_reference, next_action, created_at,
        expires_at, paid_at, paid_on, final_after)
    SELECT 'BENCH-' || n, 'qris', 'midtrans', 'paid', %(amount)s, %(amount)s, 0,
        'transaction-' || n, '{}', %(at)s, %(at)s, %(at)s, %(on)s, %(at)s
    FROM generate_series(1, %(count)s) AS n
"""
_ITEMS = f"""
    INSERT INTO payments_paymentitem (payment_id, bill_id, opd_id, principal_idr,
        late_interest_idr, is_open, booked_principal_idr, booked_interest_idr)
    SELECT payment.id, bill.id, bill.opd_id, bill.amount_idr, 0, false,
        bill.amount_idr, 0
    FROM generate_series(1, %(count)s) AS n
    CROSS JOIN LATERAL (SELECT 900000000000 + n AS number) AS s
    JOIN payments_payment AS payment ON payment.code = 'BENCH-' || n
    JOIN levies_bill AS bill ON bill.kode_bayar = {KODE}
"""


def book(count: int) -> None:
    """So many payments, each of a bill of its own, paid and booked in full."""
    values: dict[str, Any] = {
        "count": count,
        "pattern": stall_bill(owner="Bench").pk,
        "amount": AMOUNT_IDR,
        "at": PAID_AT,
        "on": PAID_ON,
    }
    with connection.cursor() as cursor:
        for statement in (_BILLS, _PAYMENTS, _ITEMS):
            cursor.execute(statement, values)
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE levies_bill")
        cursor.execute("VACUUM ANALYZE payments_payment, payments_paymentitem")


def write_report(file: Path, count: int) -> set[tuple[str, str]]:
    """The gateway's report of them; the differences it has, as findings name them."""
    at = f"{PAID_AT.astimezone(WIB):%Y-%m-%d %H:%M:%S}"
    planted = set()
    with file.open("w", newline="") as out:
        out.write(HEADER + "\r\n")
        for number in range(1, count + 1):
            order, transaction = f"BENCH-{number}", f"transaction-{number}"
            amount = AMOUNT_IDR
            if number % WRONG_EACH == 0:
                way = WAYS[number // WRONG_EACH % len(WAYS)]
                if way == "paid_here_not_settled":
                    planted.add((way, order))
                    continue
                amount += 1
                if way == "paid_at_gateway_unknown_here":
                    order, transaction = f"FOREIGN-{number}", f"foreign-{number}"
                    planted.add(("paid_here_not_settled", f"BENCH-{number}"))
                planted.add((way, transaction))
            out.write(
                f"{order},{transaction},{at},{at},qris,gopay,settlement,"
                f"{amount},126,14,{amount - 140},0,,,\r\n"
            )
    return planted
