"""Corruptions, each of which breaks one invariant and no other.

Made by somebody with all rights, past triggers and foreign keys (CHECK and UNIQUE still
hold even then). The codes of payments are those of tests/invariants/conftest.py.
"""

from tests.invariants.market import CASH_MUTATIONS
from tests.invariants.permits import PERMIT_MUTATIONS
from tests.invariants.reports import REPORT_MUTATIONS

# What a mutation needs and healthy books lack: an account nothing else looks at.
_ASIDE = """
    INSERT INTO ledger_account (kind, opd_id)
    SELECT 'allowance', id FROM city_opd;
    UPDATE ledger_leg AS leg SET account_id = aside.id
    FROM ledger_account AS account, ledger_account AS aside, ledger_entry AS entry
    WHERE leg.account_id = account.id AND leg.entry_id = entry.id
        AND aside.opd_id = account.opd_id AND aside.kind = 'allowance'
"""

# (invariant, what somebody did, in SQL)
MUTATIONS: list[tuple[str, str, str]] = [
    (
        "entry_balances",
        "a leg is added",
        "INSERT INTO ledger_leg (entry_id, account_id, debit_idr, credit_idr) "
        "SELECT leg.entry_id, leg.account_id, 1, 0 FROM ledger_leg AS leg "
        "JOIN ledger_account AS account ON account.id = leg.account_id "
        "WHERE account.kind = 'revenue_lo' LIMIT 1",
    ),
    (
        "entry_balances",
        "an entry has no legs",
        "INSERT INTO ledger_entry (event, reference, business_date, posted_at) "
        "VALUES ('x', 'x', '2026-03-02', now())",
    ),
    (
        "payment_is_in_the_ledger",
        "an entry is renamed",
        "UPDATE ledger_entry SET reference = 'x' WHERE reference = 'two-opd'",
    ),
    (
        "payment_is_in_the_ledger",
        "a further deposit is not in the ledger",
        "UPDATE ledger_entry SET reference = 'x' WHERE event = 'payment_increased'",
    ),
    (
        "payment_is_in_the_ledger",
        "a payment that got nothing has an entry",
        "INSERT INTO ledger_entry (event, reference, business_date, posted_at) "
        "VALUES ('payment_paid', 'waiting', '2026-03-02', now()); "
        "INSERT INTO ledger_leg (entry_id, account_id, debit_idr, credit_idr) "
        "SELECT entry.id, account.id, debit_idr, 1 - debit_idr "
        "FROM ledger_entry AS entry, (SELECT min(id) AS id FROM ledger_account "
        "WHERE kind = 'gateway_clearing') AS account, "
        "(VALUES (0), (1)) AS leg (debit_idr) "
        "WHERE entry.reference = 'waiting'",
    ),
    (
        "bill_got_what_payments_booked",
        "a bill is said to be paid",
        "UPDATE levies_bill SET amount_idr = amount_idr + 1, paid_idr = paid_idr + 1 "
        "WHERE skrd_id IS NULL",
    ),
    (
        "series_has_no_gap",
        "a number is skipped",
        "UPDATE papers_series SET last_serial = last_serial + 1 WHERE kind = 'SKRD'",
    ),
    (
        "series_has_no_gap",
        "a series is forgotten",
        "DELETE FROM papers_series WHERE kind = 'SSRD'",
    ),
    (
        "transaction_is_booked_once",
        "one transaction is two things",
        "UPDATE payments_payment SET gateway_reference = 'tx-unknown' "
        "WHERE code = 'waiting'",
    ),
    (
        "payment_has_its_receipts",
        "one of two receipts was never issued",
        "UPDATE payments_payment SET receipt_due_at = final_after WHERE id = "
        "(SELECT payment_id FROM receipts_receipt ORDER BY id LIMIT 1); "
        "DELETE FROM receipts_receipt "
        "WHERE id = (SELECT min(id) FROM receipts_receipt)",
    ),
    (
        "receipt_is_due_while_it_lacks",
        "a payment with all its receipts is swept for ever",
        "UPDATE payments_payment SET receipt_due_at = final_after "
        "WHERE code = 'two-opd'",
    ),
    (
        "receipt_is_due_while_it_lacks",
        "a payment is off the sweep's list before its receipt",
        "UPDATE payments_payment SET final_after = 'infinity' "
        "WHERE code = 'unsettled'; "
        "DELETE FROM receipts_receipt WHERE payment_id = "
        "(SELECT id FROM payments_payment WHERE code = 'unsettled')",
    ),
    (
        "triggers_are_on",
        "a trigger is switched off",
        "ALTER TABLE ledger_leg DISABLE TRIGGER ledger_leg_only_grows",
    ),
    (
        "triggers_are_on",
        "a trigger is dropped",
        "DROP TRIGGER entry_balances ON ledger_entry",
    ),
    (
        "app_may_only_add",
        "the app is given a right",
        "GRANT UPDATE ON ledger_leg TO rempah_app",
    ),
    (
        "payment_moves_along_its_table",
        "a payment jumps",
        "UPDATE payments_payment SET state = 'awaiting_payer' WHERE code = 'waiting'",
    ),
    (
        "payment_moves_along_its_table",
        "an event is altered",
        "UPDATE payments_paymentevent SET source = 'expired' "
        "WHERE payment_id = (SELECT id FROM payments_payment WHERE code = 'two-opd')",
    ),
    (
        "payment_moves_along_its_table",
        "its birth is lost",
        "DELETE FROM payments_paymentevent WHERE name = 'requested'",
    ),
    (
        "bill_moves_along_its_table",
        "an event is lost",
        "DELETE FROM levies_billevent "
        "WHERE id = (SELECT min(id) FROM levies_billevent)",
    ),
    (
        "received_money_is_explained",
        "money changes hands",
        "UPDATE payments_unappliedmoney "
        "SET payment_id = (SELECT id FROM payments_payment WHERE code = 'two-opd') "
        "WHERE payment_id = (SELECT id FROM payments_payment WHERE code = 'thrice')",
    ),
    (
        "delivery_is_processed",
        "a genuine one is forgotten",
        "UPDATE payments_delivery SET processed_at = NULL WHERE is_genuine",
    ),
    (
        "delivery_is_processed",
        "a forged one has an effect",
        "UPDATE payments_delivery SET outcome = 'applied' WHERE NOT is_genuine",
    ),
    (
        "event_is_relayed",
        "the relay is dead",
        "UPDATE outbox_event SET relayed_at = NULL WHERE name = 'payment_paid'",
    ),
    (
        "task_is_done",
        "the workers are dead",
        "UPDATE outbox_task SET done_at = NULL",
    ),
    (
        "task_is_done",
        "a task is parked",
        "UPDATE outbox_task SET done_at = NULL, parked_at = now() "
        "WHERE id = (SELECT min(id) FROM outbox_task)",
    ),
    (
        "settlement_is_matched_or_named",
        "a line is known to nobody",
        "UPDATE reconciliation_importedfile "
        "SET imported_at = imported_at - interval '2 hours'; "
        "INSERT INTO reconciliation_settlementline "
        "(file_id, line_number, gateway, transaction_id, order_id, kind, channel, "
        "settled_at, gross_idr, fee_idr, fee_vat_idr, refund_idr, net_idr) "
        "SELECT file_id, 99, gateway, 'nobody', 'nobody', kind, channel, "
        "settled_at, 1, 0, 0, 0, 1 FROM reconciliation_settlementline LIMIT 1",
    ),
    (
        "settlement_is_matched_or_named",
        "a payment is never settled",
        "UPDATE reconciliation_settlementline "
        "SET settled_at = settled_at + interval '30 days'",
    ),
    (
        "business_date_is_the_citys",
        "a payment is dated back",
        "UPDATE payments_payment SET paid_on = paid_on - 1 WHERE code = 'two-opd'",
    ),
    (
        "money_goes_back_once",
        "a refund is altered",
        "UPDATE payments_refund SET amount_idr = amount_idr - 1 WHERE money_id IS NULL",
    ),
    (
        "money_goes_back_once",
        "a contra entry is lost",
        "UPDATE ledger_entry SET reference = 'x' WHERE event = 'payment_reversed'",
    ),
    (
        "suspense_goes_back_once",
        "a refund of an unknown order is forgotten",
        "DELETE FROM payments_refund WHERE money_id IS NOT NULL",
    ),
    (
        "suspense_goes_back_once",
        "its contra entry is lost",
        "UPDATE ledger_entry SET reference = 'x' "
        "WHERE event = 'unknown_payment_returned'",
    ),
    (
        "suspense_goes_back_once",
        "what came later is not in the ledger",
        "UPDATE ledger_entry SET reference = 'x' "
        "WHERE event = 'unknown_payment_increased'",
    ),
    (
        "receivable_is_open_bills",
        "a receivable is set aside",
        f"{_ASIDE} AND account.kind = 'receivable' AND entry.event = 'skrd_issued'",
    ),
    (
        "receivable_is_open_bills",
        "a bill loses its paper",
        "UPDATE levies_bill SET state = 'expected', skrd_id = NULL "
        "WHERE state = 'assessed'; "
        "UPDATE levies_billevent SET target = 'expected' WHERE target = 'assessed'; "
        "UPDATE levies_billevent SET source = 'expected' WHERE source = 'assessed'",
    ),
    (
        "clearing_is_money_kept",
        "money of an unknown payer is set aside",
        f"{_ASIDE} AND account.kind = 'gateway_clearing' "
        "AND entry.event = 'unknown_payment_received'",
    ),
    (
        "payout_is_what_was_told",
        "a payout is set aside",
        f"{_ASIDE} AND account.kind = 'rkud'",
    ),
    (
        "lra_is_banked_revenue",
        "revenue is dated back",
        "UPDATE ledger_lraline SET realised_on = realised_on - 1 "
        "WHERE reference LIKE 'payout:%'",
    ),
    (
        "lra_is_banked_revenue",
        "revenue is made up",
        "UPDATE ledger_lraline SET amount_idr = amount_idr * 2 "
        "WHERE reference LIKE 'payout:%'",
    ),
    (
        "unapplied_money_has_an_owner",
        "a liability is set aside",
        f"{_ASIDE} AND account.kind = 'liability_to_payer' "
        "AND entry.reference = 'thrice'",
    ),
    (
        "open_item_has_an_open_payment",
        "a dead attempt holds a bill",
        "UPDATE payments_paymentitem SET is_open = true "
        "WHERE payment_id = (SELECT id FROM payments_payment WHERE code = 'denied')",
    ),
    (
        "receipt_says_what_was_booked",
        "a receipt is altered",
        "UPDATE receipts_receipt SET amount_idr = amount_idr + 1",
    ),
    (
        "money_taken_back_has_no_receipt",
        "a receipt outlives its money",
        "INSERT INTO receipts_receipt "
        "(payment_id, opd_id, paper_id, amount_idr, issued_at) "
        "SELECT payment.id, paper.opd_id, paper.id, 1, paper.issued_at "
        "FROM papers_paper AS paper, payments_payment AS payment "
        "WHERE paper.kind = 'SKRD' AND payment.code = 'denied' LIMIT 1",
    ),
    (
        "roll_up_is_the_ledger",
        "a rupiah is shown that nobody paid",
        "INSERT INTO commandcenter_revenueday (day, opd_id, channel, payments, "
        "some_payers, revenue_idr, held_idr, returned_idr) "
        "SELECT '2026-03-02', min(id), '', 0, '{}', 1, 0, 0 FROM city_opd; "
        "INSERT INTO commandcenter_revenuemonth (month, opd_id, channel, payments, "
        "some_payers, revenue_idr, held_idr, returned_idr) "
        "SELECT '2026-03-01', min(id), '', 0, '{}', 1, 0, 0 FROM city_opd",
    ),
    (
        "month_is_its_days",
        "a month has a rupiah that none of its days has",
        "INSERT INTO commandcenter_revenuemonth (month, opd_id, channel, payments, "
        "some_payers, revenue_idr, held_idr, returned_idr) "
        "SELECT '2026-03-01', min(id), '', 0, '{}', 1, 0, 0 FROM city_opd",
    ),
    *((name, what, sql.format(aside=_ASIDE)) for name, what, sql in CASH_MUTATIONS),
    *PERMIT_MUTATIONS,
    *REPORT_MUTATIONS,
]
