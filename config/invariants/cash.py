"""Cash: in whose hand it lies, until a bank line shows it."""

from config.invariants.model import Invariant

# Cash of a shift, per OPD, and where its hand-over stands.
_CUSTODY = """
    SELECT cash.shift_id, cash.opd_id, sum(cash.amount_idr) AS taken_idr
    FROM collection_cashtaken AS cash
    JOIN payments_payment AS payment ON payment.id = cash.payment_id
    WHERE payment.state <> 'reversed' GROUP BY cash.shift_id, cash.opd_id
"""

CASH_LIES_IN_A_HAND = Invariant(
    code="I14",
    name="cash_lies_in_a_hand",
    says="Cash that was received lies with the collector of one shift, to the rupiah.",
    sql="""
        SELECT payment.code, payment.channel, payment.received_idr, cash.amount_idr
        FROM payments_payment AS payment
        FULL JOIN collection_cashtaken AS cash ON cash.payment_id = payment.id
        WHERE (payment.channel = 'cash' AND payment.received_idr IS NOT NULL
                OR cash.id IS NOT NULL)
            AND (payment.channel <> 'cash'
                OR payment.received_idr IS DISTINCT FROM cash.amount_idr)
    """,
)

COLLECTOR_CASH_IS_IN_SHIFTS = Invariant(
    code="I14b",
    name="collector_cash_is_in_shifts",
    says="Collectors' cash of an OPD is what shifts took and nobody has accepted yet.",
    sql=f"""
        SELECT opd_id, sum(custody_idr) AS shifts_idr, sum(ledger_idr) AS ledger_idr
        FROM (
            SELECT custody.opd_id, custody.taken_idr AS custody_idr, 0 AS ledger_idr
            FROM ({_CUSTODY}) AS custody
            LEFT JOIN collection_handover AS hand_over USING (shift_id, opd_id)
            WHERE hand_over.state IS DISTINCT FROM 'accepted'
            UNION ALL
            SELECT account.opd_id, 0, leg.debit_idr - leg.credit_idr
            FROM ledger_leg AS leg
            JOIN ledger_account AS account ON account.id = leg.account_id
            WHERE account.kind = 'collector_cash'
        ) AS side
        GROUP BY opd_id
        HAVING sum(custody_idr) <> sum(ledger_idr)
    """,  # noqa: S608 (a text of ours)
)

HAND_OVER_IS_ITS_TICKETS = Invariant(
    code="I14c",
    name="hand_over_is_its_tickets",
    says="A closed shift offers what its tickets say; what is missing is a named debt.",
    sql=f"""
        SELECT shift.id AS shift, custody.opd_id, custody.taken_idr,
            hand_over.expected_idr, hand_over.counted_idr, shortage.amount_idr
        FROM ({_CUSTODY}) AS custody
        FULL JOIN collection_handover AS hand_over USING (shift_id, opd_id)
        JOIN collection_shift AS shift ON shift.id = shift_id
        LEFT JOIN collection_shortage AS shortage
            ON shortage.hand_over_id = hand_over.id
        WHERE shift.state = 'closed'
                AND custody.taken_idr IS DISTINCT FROM hand_over.expected_idr
            OR shift.state = 'open' AND hand_over.id IS NOT NULL
            OR coalesce(shortage.amount_idr, 0) <> CASE hand_over.state
                WHEN 'accepted'
                THEN greatest(hand_over.expected_idr - hand_over.counted_idr, 0)
                ELSE 0 END
    """,  # noqa: S608 (a text of ours)
)

TREASURER_CASH_IS_RECEIVED = Invariant(
    code="I14d",
    name="treasurer_cash_is_received",
    says="Treasurers' cash of an OPD is what was counted or repaid and not banked.",
    sql="""
        SELECT opd_id, sum(held_idr) AS held_idr, sum(ledger_idr) AS ledger_idr
        FROM (
            SELECT opd_id, counted_idr AS held_idr, 0 AS ledger_idr
            FROM collection_handover WHERE state = 'accepted'
            UNION ALL
            SELECT opd_id, amount_idr, 0
            FROM collection_shortage WHERE repaid_at IS NOT NULL
            UNION ALL
            SELECT opd_id, -amount_idr, 0
            FROM collection_deposit WHERE bank_line_id IS NOT NULL
            UNION ALL
            SELECT account.opd_id, 0, leg.debit_idr - leg.credit_idr
            FROM ledger_leg AS leg
            JOIN ledger_account AS account ON account.id = leg.account_id
            WHERE account.kind = 'treasurer_cash'
        ) AS side
        GROUP BY opd_id
        HAVING sum(held_idr) <> sum(ledger_idr)
    """,
)

SHORTAGE_IS_OWED = Invariant(
    code="I14e",
    name="shortage_is_owed",
    says="What collectors owe an OPD is their shortages that are not repaid.",
    sql="""
        SELECT opd_id, sum(owed_idr) AS owed_idr, sum(ledger_idr) AS ledger_idr
        FROM (
            SELECT opd_id, amount_idr AS owed_idr, 0 AS ledger_idr
            FROM collection_shortage WHERE repaid_at IS NULL
            UNION ALL
            SELECT account.opd_id, 0, leg.debit_idr - leg.credit_idr
            FROM ledger_leg AS leg
            JOIN ledger_account AS account ON account.id = leg.account_id
            WHERE account.kind = 'collector_shortage'
        ) AS side
        GROUP BY opd_id
        HAVING sum(owed_idr) <> sum(ledger_idr)
    """,
)

DEPOSIT_IS_ITS_CASH = Invariant(
    code="I14f",
    name="deposit_is_its_cash",
    says="A slip is the sum of what lies under it, a cancelled one has nothing there.",
    sql="""
        SELECT deposit.id AS deposit, deposit.amount_idr, under.amount_idr AS under_idr,
            bank.amount_idr AS bank_idr
        FROM collection_deposit AS deposit
        LEFT JOIN (
            SELECT deposit_id, sum(amount_idr) AS amount_idr
            FROM (
                SELECT deposit_id, counted_idr AS amount_idr FROM collection_handover
                UNION ALL
                SELECT deposit_id, amount_idr FROM collection_shortage
            ) AS part
            GROUP BY deposit_id
        ) AS under ON under.deposit_id = deposit.id
        LEFT JOIN reconciliation_bankline AS bank ON bank.id = deposit.bank_line_id
        WHERE under.amount_idr IS DISTINCT FROM CASE
                WHEN deposit.state <> 'cancelled' THEN deposit.amount_idr END
            OR bank.id IS NOT NULL AND (bank.amount_idr <> deposit.amount_idr
                OR bank.value_on <> deposit.banked_on)
    """,
)

LRA_IS_BANKED_CASH = Invariant(
    code="I14g",
    name="lra_is_banked_cash",
    says="LRA of a banked slip is what of it is revenue, dated by its bank line.",
    sql="""
        SELECT coalesce(banked.id, lra.deposit_id) AS deposit, banked.revenue_idr,
            lra.amount_idr, banked.banked_on, lra.realised_on
        FROM (
            SELECT deposit.id, deposit.banked_on, (
                    SELECT coalesce(sum(least(counted_idr, expected_idr)), 0)
                    FROM collection_handover WHERE deposit_id = deposit.id
                ) + (
                    SELECT coalesce(sum(amount_idr), 0)
                    FROM collection_shortage WHERE deposit_id = deposit.id
                ) AS revenue_idr
            FROM collection_deposit AS deposit WHERE deposit.bank_line_id IS NOT NULL
        ) AS banked
        FULL JOIN (
            SELECT split_part(reference, ':', 2)::bigint AS deposit_id,
                sum(amount_idr) AS amount_idr, min(realised_on) AS realised_on,
                max(realised_on) AS last_on
            FROM ledger_lraline WHERE reference LIKE 'deposit:%%'
            GROUP BY 1
        ) AS lra ON lra.deposit_id = banked.id
        WHERE coalesce(banked.revenue_idr, 0) <> coalesce(lra.amount_idr, 0)
            OR lra.deposit_id IS NOT NULL AND (
                lra.realised_on IS DISTINCT FROM banked.banked_on
                OR lra.last_on IS DISTINCT FROM banked.banked_on)
    """,
)

VOID_IS_DECIDED_BY_TWO = Invariant(
    code="I14h",
    name="void_is_decided_by_two",
    says="Cash is reversed and its ticket void when, and only when, two agreed on it.",
    sql="""
        SELECT cash.id AS cash, void.state, payment.state AS payment, shift.state,
            ticket.voided_at
        FROM collection_cashtaken AS cash
        JOIN payments_payment AS payment ON payment.id = cash.payment_id
        JOIN papers_paper AS ticket ON ticket.id = cash.ticket_id
        JOIN collection_shift AS shift ON shift.id = cash.shift_id
        LEFT JOIN collection_ticketvoid AS void ON void.cash_id = cash.id
            AND void.state IN ('asked', 'approved')
        WHERE (payment.state = 'reversed')
                <> (coalesce(void.state, '') = 'approved')
            OR void.state = 'approved' AND ticket.voided_at IS NULL
            OR void.state = 'asked' AND shift.state = 'closed'
    """,
)
ALL = (
    CASH_LIES_IN_A_HAND,
    COLLECTOR_CASH_IS_IN_SHIFTS,
    HAND_OVER_IS_ITS_TICKETS,
    TREASURER_CASH_IS_RECEIVED,
    SHORTAGE_IS_OWED,
    DEPOSIT_IS_ITS_CASH,
    LRA_IS_BANKED_CASH,
    VOID_IS_DECIDED_BY_TWO,
)
