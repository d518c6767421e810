"""A year of a city's payments, many, written past the services: what a roll-up sums.

Every CHECK and UNIQUE holds. Triggers and foreign keys are off meanwhile, which only a
superuser may do; and the ledger has one entry a day, of the right sum.
"""

import os
from datetime import date, timedelta

import psycopg

from city.models import Kecamatan, Kelurahan, Market
from levies.models import LevyObject, Payer
from tests.levies.samples import small_city

WARDS, MARKETS, OBJECTS_MIN = 78, 13, 6_000

_BILLS = """
    INSERT INTO levies_bill (kode_bayar, levy_type_id, levy_object_id, payer_id, opd_id,
        state, period_from, period_until, due_on, tariff_id, inputs, amount_idr,
        paid_idr, issued_at, paid_off_on)
    SELECT (900000000000 + n)::text || levies_check_digits(900000000000 + n),
        object.levy_type_id, object.id, object.payer_id, levy.opd_id, 'paid_off', day,
        day, day, %(tariff)s, '{}', amount, amount, now(), day
    FROM (
        SELECT n, %(first_on)s::date + (n / %(objects)s %% %(days)s)::int AS day,
            1000 + n %% 29000 AS amount
        FROM generate_series(0, %(count)s - 1) AS n
    ) AS bill
    JOIN bench_object AS place ON place.place = n %% %(objects)s
    JOIN levies_levyobject AS object ON object.id = place.id
    JOIN levies_levytype AS levy ON levy.id = object.levy_type_id
"""
_PAYMENTS = """
    INSERT INTO payments_payment (code, channel, gateway, state, amount_idr,
        received_idr, refunded_idr, gateway_reference, next_action, created_at,
        expires_at, paid_at, paid_on, final_after)
    SELECT 'BENCH-' || id,
        (ARRAY['qris', 'qris', 'qris', 'va_bca', 'va_bni', 'va_bri'])[1 + id %% 6],
        'midtrans', 'paid', amount_idr, amount_idr, 0, 'bench-' || id, '{}',
        period_from, period_from, period_from, period_from, period_from
    FROM levies_bill WHERE kode_bayar LIKE '9%%'
"""
_ITEMS = """
    INSERT INTO payments_paymentitem (payment_id, bill_id, opd_id, principal_idr,
        late_interest_idr, is_open, booked_principal_idr, booked_interest_idr)
    SELECT payment.id, bill.id, bill.opd_id, bill.amount_idr, 0, false,
        bill.amount_idr, 0
    FROM payments_payment AS payment
    JOIN levies_bill AS bill ON bill.id = substr(payment.code, 7)::bigint
    WHERE payment.code LIKE 'BENCH-%%'
"""
_LEDGER = """
    INSERT INTO ledger_account (kind, opd_id) SELECT kind, id FROM city_opd
    CROSS JOIN (VALUES ('gateway_clearing'), ('suspense')) AS kinds (kind)
    ON CONFLICT DO NOTHING;
    INSERT INTO ledger_entry (event, reference, business_date, posted_at)
    SELECT 'payment_paid', 'BENCH-DAY-' || paid_on, paid_on, now()
    FROM payments_payment WHERE code LIKE 'BENCH-%%' GROUP BY paid_on;
    INSERT INTO ledger_leg (entry_id, account_id, debit_idr, credit_idr)
    SELECT entry.id, account.id,
        CASE account.kind WHEN 'suspense' THEN 0 ELSE sums.amount END,
        CASE account.kind WHEN 'suspense' THEN sums.amount ELSE 0 END
    FROM (
        SELECT payment.paid_on, item.opd_id, sum(booked_principal_idr) AS amount
        FROM payments_payment AS payment
        JOIN payments_paymentitem AS item ON item.payment_id = payment.id
        WHERE payment.code LIKE 'BENCH-%%' GROUP BY 1, 2
    ) AS sums
    JOIN ledger_entry AS entry ON entry.reference = 'BENCH-DAY-' || sums.paid_on
    JOIN ledger_account AS account ON account.opd_id = sums.opd_id
        AND account.kind IN ('gateway_clearing', 'suspense')
"""


def write_year(*, count: int, until: date) -> None:
    """`count` payments of one bill each, on the days of the year up to `until`."""
    first_on = date(until.year, 1, 1)
    days = (until - first_on).days + 1
    # An object has one bill a day at most.
    objects = _objects(max(OBJECTS_MIN, -(-count // days)))
    values = {
        "tariff": small_city().stall_tariff.pk,
        "first_on": first_on,
        "days": days,
        "objects": len(objects),
        "count": count,
    }
    url = os.environ["DATABASE_URL"].replace("rempah_app", "postgres")
    with psycopg.connect(url) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute("CREATE TEMP TABLE bench_object (place bigint, id bigint)")
        with superuser.cursor().copy("COPY bench_object FROM STDIN") as copy:
            for row in enumerate(objects):
                copy.write_row(row)
        superuser.execute(_BILLS, values)
        superuser.execute("ANALYZE levies_bill")
        superuser.execute(_PAYMENTS, values)
        superuser.execute(_ITEMS, values)
        for statement in _LEDGER.split(";"):
            superuser.execute(statement, values)
        superuser.execute("ANALYZE")


def _objects(count: int) -> list[int]:
    """Stalls in markets and households in kelurahan, half and half."""
    city = small_city()
    kecamatan = Kecamatan.objects.order_by("id")[0]
    wards = Kelurahan.objects.bulk_create(
        Kelurahan(
            code=f"99.02.{n:04d}",
            name=f"Kelurahan {n}",
            kecamatan=kecamatan,
            latitude=1 + n % 9 / 90,
            longitude=127 + n // 9 / 90,
        )
        for n in range(WARDS)
    )
    markets = Market.objects.bulk_create(
        Market(
            code=f"pasar-{n}",
            name=f"Pasar {n}",
            opd=city.market_opd,
            trader_count=1,
            source="bench",
        )
        for n in range(MARKETS)
    )
    payers = Payer.objects.bulk_create(
        Payer(code=f"b{n}", npwrd=f"B{n}", name=f"Pedagang {n}") for n in range(count)
    )
    made = LevyObject.objects.bulk_create(
        LevyObject(
            code=f"bench-{n}",
            levy_type=city.stall_levy if n % 2 else city.waste_levy,
            payer=one,
            object_class="los",
            label=f"Objek {n}",
            market=markets[n // 2 % MARKETS] if n % 2 else None,
            kelurahan=None if n % 2 else wards[n // 2 % WARDS],
            size_dm2=600,
            valid_from=date(2024, 1, 5) + timedelta(days=n % 300),
        )
        for n, one in enumerate(payers)
    )
    return [one.pk for one in made]
