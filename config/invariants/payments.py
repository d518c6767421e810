"""Payments and bills: every rupiah explained, every move an edge of its table."""

from config.invariants.model import Invariant, edges
from levies.transitions import TRANSITIONS as BILL_TRANSITIONS
from payments.transitions import TRANSITIONS as PAYMENT_TRANSITIONS

# The first event of a payment comes from nowhere: somebody asked for it.
_PAYMENT_EDGES = [("", "created"), *PAYMENT_TRANSITIONS]

BILL_GOT_WHAT_PAYMENTS_BOOKED = Invariant(
    code="I03",
    name="bill_got_what_payments_booked",
    says="A bill received what payments booked on it, and never more than it asks.",
    sql="""
        SELECT bill.kode_bayar, bill.amount_idr, bill.paid_idr,
            coalesce(sum(item.booked_principal_idr), 0) AS booked_idr
        FROM levies_bill AS bill
        LEFT JOIN payments_paymentitem AS item ON item.bill_id = bill.id
        GROUP BY bill.id
        HAVING bill.paid_idr <> coalesce(sum(item.booked_principal_idr), 0)
            OR bill.paid_idr > bill.amount_idr
    """,
)

TRANSACTION_IS_BOOKED_ONCE = Invariant(
    code="I05",
    name="transaction_is_booked_once",
    says="A gateway's transaction is one payment, or one of an unknown order.",
    sql="""
        SELECT gateway, gateway_reference, count(*) AS times
        FROM (
            SELECT gateway, gateway_reference FROM payments_payment
            WHERE gateway_reference IS NOT NULL
            UNION ALL
            SELECT gateway, gateway_reference FROM payments_unappliedmoney
            WHERE payment_id IS NULL
        ) AS booking
        GROUP BY gateway, gateway_reference
        HAVING count(*) > 1
    """,
)

PAYMENT_MOVES_ALONG_ITS_TABLE = Invariant(
    code="I09",
    name="payment_moves_along_its_table",
    says="A payment's events start with its birth, follow the table, end in its state.",
    sql=f"""
        SELECT payment.code, payment.state, move.source, move.target, move.came_from
        FROM payments_payment AS payment
        LEFT JOIN (
            SELECT payment_id, source, target,
                lag(target, 1, '') OVER in_order AS came_from,
                lead(id) OVER in_order IS NULL AS is_last
            FROM payments_paymentevent
            WINDOW in_order AS (PARTITION BY payment_id ORDER BY id)
        ) AS move ON move.payment_id = payment.id
        WHERE move.source IS NULL
            OR move.source <> move.came_from
            OR (move.source, move.target) NOT IN ({edges(_PAYMENT_EDGES)})
            OR move.is_last AND move.target <> payment.state
    """,  # noqa: S608 (a table of ours)
)

BILL_MOVES_ALONG_ITS_TABLE = Invariant(
    code="I09b",
    name="bill_moves_along_its_table",
    says="A bill's events are edges of the table, joined up, and end in its state.",
    sql=f"""
        SELECT bill.kode_bayar, bill.state, move.source, move.target, move.came_from
        FROM levies_bill AS bill
        LEFT JOIN (
            SELECT bill_id, source, target,
                lag(target, 1, 'draft') OVER in_order AS came_from,
                lead(id) OVER in_order IS NULL AS is_last
            FROM levies_billevent
            WINDOW in_order AS (PARTITION BY bill_id ORDER BY id)
        ) AS move ON move.bill_id = bill.id
        WHERE move.source <> move.came_from
            OR (move.source, move.target) NOT IN ({edges(BILL_TRANSITIONS)})
            OR move.is_last AND move.target <> bill.state
            OR move.source IS NULL AND bill.state <> 'draft'
    """,  # noqa: S608 (a table of ours)
)

RECEIVED_MONEY_IS_EXPLAINED = Invariant(
    code="I10",
    name="received_money_is_explained",
    says="What a payment keeps is what its bills got plus money with another owner.",
    sql="""
        SELECT payment.code, payment.state, payment.received_idr, payment.refunded_idr,
            coalesce(item.booked_idr, 0) AS booked_idr,
            coalesce(money.unapplied_idr, 0) AS unapplied_idr
        FROM payments_payment AS payment
        LEFT JOIN (
            SELECT payment_id, sum(booked_principal_idr + booked_interest_idr)
                AS booked_idr
            FROM payments_paymentitem GROUP BY payment_id
        ) AS item ON item.payment_id = payment.id
        LEFT JOIN (
            SELECT payment_id, sum(amount_idr - returned_idr) AS unapplied_idr
            FROM payments_unappliedmoney GROUP BY payment_id
        ) AS money ON money.payment_id = payment.id
        WHERE coalesce(item.booked_idr, 0) + coalesce(money.unapplied_idr, 0) <> CASE
            WHEN payment.state IN ('reversed', 'disputed') THEN 0
            ELSE coalesce(payment.received_idr, 0) - payment.refunded_idr END
    """,
)

DELIVERY_IS_PROCESSED = Invariant(
    code="I11",
    name="delivery_is_processed",
    says="A genuine notification is processed within a minute; a forged one never is.",
    sql="""
        SELECT id AS delivery, gateway, is_genuine, received_at, outcome
        FROM payments_delivery
        WHERE is_genuine AND processed_at IS NULL
                AND received_at < %(now)s - interval '60 seconds'
            OR NOT is_genuine AND (processed_at IS NOT NULL OR outcome <> '')
    """,
)

BUSINESS_DATE_IS_THE_CITYS = Invariant(
    code="I16",
    name="business_date_is_the_citys",
    says="A payment's business date is that of the gateway's time in the city's zone.",
    sql="""
        SELECT payment.code, payment.paid_at, payment.paid_on
        FROM payments_payment AS payment CROSS JOIN city_cityprofile AS profile
        WHERE payment.paid_on <> (payment.paid_at AT TIME ZONE profile.timezone)::date
    """,
)

OPEN_ITEM_HAS_AN_OPEN_PAYMENT = Invariant(
    code="I25",
    name="open_item_has_an_open_payment",
    says="A bill is held by an attempt to pay exactly while that attempt is open.",
    sql="""
        SELECT item.id AS item, payment.code, payment.state, item.is_open
        FROM payments_paymentitem AS item
        JOIN payments_payment AS payment ON payment.id = item.payment_id
        WHERE item.is_open <> (payment.state IN ('created', 'awaiting_payer'))
    """,
)
