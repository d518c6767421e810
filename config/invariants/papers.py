"""Papers and receipts: numbers without gaps, a receipt for everything that is final."""

from config.invariants.model import Invariant

SERIES_HAS_NO_GAP = Invariant(
    code="I04",
    name="series_has_no_gap",
    says="A series' papers are numbered 1, 2, 3 … up to the number it last gave.",
    sql="""
        SELECT opd_id, kind, year, series.last_serial, paper.papers, paper.first,
            paper.last
        FROM papers_series AS series
        FULL JOIN (
            SELECT opd_id, kind, year, count(*) AS papers, min(serial) AS first,
                max(serial) AS last
            FROM papers_paper GROUP BY opd_id, kind, year
        ) AS paper USING (opd_id, kind, year)
        WHERE coalesce(series.last_serial, 0) <> coalesce(paper.papers, 0)
            OR paper.papers > 0 AND (paper.first <> 1 OR paper.last <> paper.papers)
    """,
)

PAYMENT_HAS_ITS_RECEIPTS = Invariant(
    code="I06",
    name="payment_has_its_receipts",
    says="A minute after it is final, a payment has a receipt for each of its OPD.",
    sql="""
        SELECT DISTINCT payment.code, payment.final_after, item.opd_id
        FROM payments_payment AS payment
        JOIN payments_paymentitem AS item ON item.payment_id = payment.id
            AND item.booked_principal_idr + item.booked_interest_idr > 0
        LEFT JOIN receipts_receipt AS receipt ON receipt.payment_id = payment.id
            AND receipt.opd_id = item.opd_id
        WHERE payment.state IN ('paid', 'part_refunded') AND receipt.id IS NULL
            AND payment.final_after < %(now)s - interval '60 seconds'
    """,
)

RECEIPT_IS_DUE_WHILE_IT_LACKS = Invariant(
    code="I06b",
    name="receipt_is_due_while_it_lacks",
    says="A payment says when its receipts are due exactly as long as one lacks.",
    sql="""
        SELECT payment.code, payment.state, payment.receipt_due_at, lack.is_lacking
        FROM payments_payment AS payment
        CROSS JOIN LATERAL (
            SELECT payment.state IN ('paid', 'part_refunded') AND EXISTS (
                SELECT FROM payments_paymentitem AS item
                WHERE item.payment_id = payment.id
                    AND item.booked_principal_idr + item.booked_interest_idr > 0
                    AND NOT EXISTS (
                        SELECT FROM receipts_receipt AS receipt
                        WHERE receipt.payment_id = payment.id
                            AND receipt.opd_id = item.opd_id)
            ) AS is_lacking
        ) AS lack
        WHERE lack.is_lacking <> (payment.receipt_due_at IS NOT NULL)
    """,
)

RECEIPT_SAYS_WHAT_WAS_BOOKED = Invariant(
    code="I26",
    name="receipt_says_what_was_booked",
    says="A valid receipt of a paid payment says what was booked for its OPD.",
    sql="""
        SELECT paper.number, receipt.amount_idr,
            coalesce(sum(item.booked_principal_idr + item.booked_interest_idr), 0)
                AS booked_idr
        FROM receipts_receipt AS receipt
        JOIN papers_paper AS paper ON paper.id = receipt.paper_id
        JOIN payments_payment AS payment ON payment.id = receipt.payment_id
        LEFT JOIN payments_paymentitem AS item ON item.payment_id = payment.id
            AND item.opd_id = receipt.opd_id
        WHERE payment.state = 'paid' AND paper.voided_at IS NULL
        GROUP BY receipt.id, paper.id
        HAVING receipt.amount_idr <>
                coalesce(sum(item.booked_principal_idr + item.booked_interest_idr), 0)
            OR paper.kind <> 'SSRD' OR paper.opd_id <> receipt.opd_id
    """,
)

MONEY_TAKEN_BACK_HAS_NO_RECEIPT = Invariant(
    code="I27",
    name="money_taken_back_has_no_receipt",
    says="A minute after money was taken back, no receipt of it is valid any more.",
    sql="""
        SELECT paper.number, payment.code, payment.state
        FROM receipts_receipt AS receipt
        JOIN papers_paper AS paper ON paper.id = receipt.paper_id
        JOIN payments_payment AS payment ON payment.id = receipt.payment_id
        WHERE payment.state IN ('reversed', 'disputed', 'refunded')
            AND paper.voided_at IS NULL
            AND %(now)s - interval '60 seconds' > (
                SELECT max(event.at) FROM payments_paymentevent AS event
                WHERE event.payment_id = payment.id)
    """,
)
