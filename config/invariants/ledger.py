"""The ledger balances, and agrees with the tables of bills, payments and evidence."""

from config.invariants.model import Invariant

ENTRY_BALANCES = Invariant(
    code="I01",
    name="entry_balances",
    says="Every entry has two legs or more and balances within each OPD.",
    sql="""
        SELECT entry.id AS entry, entry.event, entry.reference, sums.legs
        FROM ledger_entry AS entry
        LEFT JOIN (
            SELECT entry_id, sum(legs) AS legs, bool_and(difference = 0) AS balances
            FROM (
                SELECT leg.entry_id, account.opd_id, count(*) AS legs,
                    sum(leg.debit_idr - leg.credit_idr) AS difference
                FROM ledger_leg AS leg
                JOIN ledger_account AS account ON account.id = leg.account_id
                GROUP BY leg.entry_id, account.opd_id
            ) AS opd
            GROUP BY entry_id
        ) AS sums ON sums.entry_id = entry.id
        WHERE sums.legs IS NULL OR sums.legs < 2 OR NOT sums.balances
    """,
)

PAYMENT_IS_IN_THE_LEDGER = Invariant(
    code="I02",
    name="payment_is_in_the_ledger",
    says="A payment's entry moves exactly what was received; without money, none does.",
    sql="""
        SELECT payment.code, payment.state, payment.received_idr,
            booked.amount_idr AS ledger_idr
        FROM payments_payment AS payment
        LEFT JOIN (
            SELECT split_part(entry.reference, '/', 1) AS reference,
                sum(leg.debit_idr) AS amount_idr
            FROM ledger_entry AS entry
            JOIN ledger_leg AS leg ON leg.entry_id = entry.id
            JOIN ledger_account AS account ON account.id = leg.account_id
            WHERE entry.event IN ('payment_increased', 'payment_paid')
                AND account.kind IN ('collector_cash', 'gateway_clearing')
            GROUP BY 1
        ) AS booked ON booked.reference = payment.code
        WHERE coalesce(payment.received_idr, 0) <> coalesce(booked.amount_idr, 0)
    """,
)

MONEY_GOES_BACK_ONCE = Invariant(
    code="I17",
    name="money_goes_back_once",
    says="What the ledger took back of a payment is its refunds, or all once reversed.",
    sql="""
        SELECT payment.code, payment.state, payment.refunded_idr,
            refund.amount_idr AS refunds_idr, contra.amount_idr AS ledger_idr
        FROM payments_payment AS payment
        LEFT JOIN (
            SELECT payment_id, sum(amount_idr) AS amount_idr
            FROM payments_refund GROUP BY payment_id
        ) AS refund ON refund.payment_id = payment.id
        LEFT JOIN (
            SELECT split_part(entry.reference, '/', 1) AS code,
                sum(leg.credit_idr - leg.debit_idr) AS amount_idr
            FROM ledger_entry AS entry
            JOIN ledger_leg AS leg ON leg.entry_id = entry.id
            JOIN ledger_account AS account ON account.id = leg.account_id
            WHERE entry.event IN ('payment_refunded', 'payment_reversed')
                AND account.kind IN ('gateway_clearing', 'collector_cash')
            GROUP BY 1
        ) AS contra ON contra.code = payment.code
        WHERE payment.refunded_idr <> coalesce(refund.amount_idr, 0)
            OR coalesce(contra.amount_idr, 0) <> CASE
                WHEN payment.state IN ('reversed', 'disputed')
                THEN payment.received_idr ELSE payment.refunded_idr END
    """,
)

SUSPENSE_GOES_BACK_ONCE = Invariant(
    code="I17b",
    name="suspense_goes_back_once",
    says="Money of an unknown order, and what went back of it, is booked once.",
    sql="""
        SELECT money.gateway_reference, money.amount_idr, money.returned_idr,
            refund.amount_idr AS refunds_idr, moved.received_idr AS ledger_received_idr,
            moved.returned_idr AS ledger_returned_idr
        FROM payments_unappliedmoney AS money
        LEFT JOIN (
            SELECT money_id, sum(amount_idr) AS amount_idr
            FROM payments_refund GROUP BY money_id
        ) AS refund ON refund.money_id = money.id
        LEFT JOIN (
            SELECT split_part(entry.reference, '/', 1) AS gateway,
                split_part(entry.reference, '/', 2) AS gateway_reference,
                sum(leg.credit_idr) AS received_idr, sum(leg.debit_idr) AS returned_idr,
                sum(leg.debit_idr) FILTER (WHERE split_part(entry.reference, '/', 3)
                    LIKE 'rest-%%') AS rest_idr
            FROM ledger_entry AS entry
            JOIN ledger_leg AS leg ON leg.entry_id = entry.id
            JOIN ledger_account AS account ON account.id = leg.account_id
            WHERE entry.event LIKE 'unknown_payment_%%' AND account.kind = 'suspense'
            GROUP BY 1, 2
        ) AS moved ON moved.gateway = money.gateway
            AND moved.gateway_reference = money.gateway_reference
        WHERE money.reason = 'unknown_order' AND (
            money.amount_idr <> coalesce(moved.received_idr, 0)
            OR money.returned_idr <> coalesce(moved.returned_idr, 0)
            OR money.returned_idr
                <> coalesce(refund.amount_idr, 0) + coalesce(moved.rest_idr, 0))
    """,
)

RECEIVABLE_IS_OPEN_BILLS = Invariant(
    code="I20",
    name="receivable_is_open_bills",
    says="The control account of each OPD × account is the sum of its open SKRD bills.",
    sql="""
        SELECT opd_id, revenue_account_id, sum(bills_idr) AS open_bills_idr,
            sum(ledger_idr) AS receivable_idr
        FROM (
            SELECT bill.opd_id, levy_type.revenue_account_id,
                bill.amount_idr - bill.paid_idr AS bills_idr, 0 AS ledger_idr
            FROM levies_bill AS bill
            JOIN levies_levytype AS levy_type ON levy_type.id = bill.levy_type_id
            WHERE bill.skrd_id IS NOT NULL
                AND bill.state NOT IN ('cancelled', 'written_off')
            UNION ALL
            SELECT account.opd_id, account.revenue_account_id, 0,
                leg.debit_idr - leg.credit_idr
            FROM ledger_leg AS leg
            JOIN ledger_account AS account ON account.id = leg.account_id
            WHERE account.kind = 'receivable'
        ) AS side
        GROUP BY opd_id, revenue_account_id
        HAVING sum(bills_idr) <> sum(ledger_idr)
    """,
)

CLEARING_IS_MONEY_KEPT = Invariant(
    code="I21",
    name="clearing_is_money_kept",
    says="Before payouts and hand-overs, clearing and cash are what payments keep.",
    sql="""
        SELECT opd_id, kind, sum(kept_idr) AS kept_idr, sum(ledger_idr) AS ledger_idr
        FROM (
            SELECT item.opd_id, CASE WHEN payment.gateway = '' THEN 'collector_cash'
                    ELSE 'gateway_clearing' END AS kind,
                item.booked_principal_idr + item.booked_interest_idr AS kept_idr,
                0 AS ledger_idr
            FROM payments_paymentitem AS item
            JOIN payments_payment AS payment ON payment.id = item.payment_id
            UNION ALL
            SELECT opd_id, 'gateway_clearing', amount_idr - returned_idr, 0
            FROM payments_unappliedmoney WHERE gateway <> ''
            UNION ALL
            SELECT account.opd_id, account.kind, 0, leg.debit_idr - leg.credit_idr
            FROM ledger_leg AS leg
            JOIN ledger_account AS account ON account.id = leg.account_id
            JOIN ledger_entry AS entry ON entry.id = leg.entry_id
            WHERE account.kind IN ('collector_cash', 'gateway_clearing')
                AND entry.event NOT IN
                    ('payout_received', 'payout_taken_back', 'cash_handed_over')
        ) AS side
        GROUP BY opd_id, kind
        HAVING sum(kept_idr) <> sum(ledger_idr)
    """,
)

PAYOUT_IS_WHAT_WAS_TOLD = Invariant(
    code="I22",
    name="payout_is_what_was_told",
    says="A posted payout moved what its matched lines say, gross and net.",
    sql="""
        SELECT coalesce(told.payout_id, posted.payout_id) AS payout,
            told.gross_idr, posted.gross_idr AS ledger_gross_idr,
            told.net_idr, posted.net_idr AS ledger_net_idr
        FROM (
            SELECT payout.id AS payout_id, sum(line.net_idr) AS net_idr,
                sum(line.gross_idr::bigint - line.refund_idr) AS gross_idr
            FROM reconciliation_payout AS payout
            JOIN reconciliation_payoutline AS place ON place.payout_id = payout.id
            JOIN reconciliation_settlementline AS line ON line.id = place.line_id
            JOIN reconciliation_settlementmatch AS match ON match.line_id = line.id
                AND match.id <= payout.posted_match_id
            WHERE NOT EXISTS (SELECT FROM reconciliation_undonematch AS undone
                              WHERE undone.match_id = match.id)
            GROUP BY payout.id
        ) AS told
        FULL JOIN (
            SELECT split_part(entry.reference, ':', 2)::bigint AS payout_id,
                sum(leg.credit_idr - leg.debit_idr)
                    FILTER (WHERE account.kind = 'gateway_clearing') AS gross_idr,
                sum(leg.debit_idr - leg.credit_idr)
                    FILTER (WHERE account.kind = 'rkud') AS net_idr
            FROM ledger_entry AS entry
            JOIN ledger_leg AS leg ON leg.entry_id = entry.id
            JOIN ledger_account AS account ON account.id = leg.account_id
            WHERE entry.event IN ('payout_received', 'payout_taken_back')
            GROUP BY 1
        ) AS posted ON posted.payout_id = told.payout_id
        WHERE coalesce(told.gross_idr, 0) <> coalesce(posted.gross_idr, 0)
            OR coalesce(told.net_idr, 0) <> coalesce(posted.net_idr, 0)
    """,
)

# A line of before is never changed: what is taken back is dated when that was known.
TAKEN_BACK = "reference LIKE 'payout:%%:back:%%'"

LRA_IS_BANKED_REVENUE = Invariant(
    code="I23",
    name="lra_is_banked_revenue",
    says="LRA is what a posted payout brought its bills, dated by its bank line.",
    sql=f"""
        SELECT coalesce(lra.payout_id, told.payout_id) AS payout, lra.amount_idr,
            told.least_idr, told.most_idr, lra.realised_on, bank.value_on
        FROM (
            SELECT place.payout_id,
                sum(CASE WHEN line.kind <> 'payment' THEN -line.refund_idr
                    WHEN undone.match_id IS NOT NULL THEN 0
                    ELSE line.gross_idr - coalesce(unapplied.amount_idr, 0)
                        - coalesce(refund.amount_idr, 0) END) AS least_idr,
                sum(CASE WHEN line.kind <> 'payment' THEN 0
                    WHEN undone.match_id IS NOT NULL
                    THEN coalesce(refund.amount_idr, 0)
                    ELSE line.gross_idr END) AS most_idr
            FROM reconciliation_payout AS payout
            JOIN reconciliation_payoutline AS place ON place.payout_id = payout.id
            JOIN reconciliation_settlementline AS line ON line.id = place.line_id
            JOIN reconciliation_settlementmatch AS match ON match.line_id = line.id
                AND match.id <= payout.posted_match_id
            LEFT JOIN reconciliation_undonematch AS undone ON undone.match_id = match.id
            LEFT JOIN (
                SELECT payment_id, sum(amount_idr) AS amount_idr
                FROM payments_unappliedmoney GROUP BY payment_id
            ) AS unapplied ON unapplied.payment_id = match.payment_id
            LEFT JOIN (
                SELECT payment_id, sum(amount_idr) AS amount_idr
                FROM payments_refund GROUP BY payment_id
            ) AS refund ON refund.payment_id = match.payment_id
            WHERE match.payment_id IS NOT NULL
            GROUP BY place.payout_id
        ) AS told
        FULL JOIN (
            SELECT split_part(reference, ':', 2)::bigint AS payout_id,
                sum(amount_idr) AS amount_idr,
                min(realised_on) FILTER (WHERE NOT {TAKEN_BACK}) AS realised_on,
                count(DISTINCT realised_on) FILTER (WHERE NOT {TAKEN_BACK}) AS days
            FROM ledger_lraline WHERE reference LIKE 'payout:%%'
            GROUP BY 1
        ) AS lra ON lra.payout_id = told.payout_id
        LEFT JOIN reconciliation_payout AS payout ON payout.id = lra.payout_id
        LEFT JOIN reconciliation_bankline AS bank ON bank.id = payout.bank_line_id
        WHERE coalesce(lra.amount_idr, 0)
                NOT BETWEEN coalesce(told.least_idr, 0) AND coalesce(told.most_idr, 0)
            OR lra.days > 1 OR lra.realised_on IS DISTINCT FROM bank.value_on
    """,  # noqa: S608 (a constant of ours)
)

UNAPPLIED_MONEY_HAS_AN_OWNER = Invariant(
    code="I24",
    name="unapplied_money_has_an_owner",
    says="Liabilities and suspense of each OPD are the unapplied money not returned, "
    "less what a payer got back twice.",
    sql="""
        SELECT opd_id, kind, sum(unapplied_idr) AS unapplied_idr,
            sum(ledger_idr) AS ledger_idr
        FROM (
            SELECT opd_id, kind,
                greatest(amount_idr - returned_idr - paid_back_idr, 0) AS unapplied_idr,
                0 AS ledger_idr
            FROM payments_unappliedmoney
            UNION ALL
            SELECT opd_id, 'suspense', amount_idr - returned_idr - paid_back_idr, 0
            FROM payments_unappliedmoney
            WHERE returned_idr + paid_back_idr > amount_idr
            UNION ALL
            SELECT account.opd_id, account.kind, 0, leg.credit_idr - leg.debit_idr
            FROM ledger_leg AS leg
            JOIN ledger_account AS account ON account.id = leg.account_id
            WHERE account.kind IN ('liability_to_payer', 'suspense')
        ) AS side
        GROUP BY opd_id, kind
        HAVING sum(unapplied_idr) <> sum(ledger_idr)
    """,
)
