"""The invariants of the books: each a sentence and the SQL that finds what breaks it.

Run by `manage.py check_invariants`: after every restore, in the night, in the tests.
Between two of them stands nothing else: each is true at every commit, or a minute
after it where a worker has to act. How each fires is tested in tests/invariants.
"""

from config.invariants import (
    cash,
    commandcentre,
    complaints,
    database,
    ledger,
    papers,
    payments,
    permits,
    work,
)
from config.invariants.model import Invariant, Outcome, check

__all__ = ["INVARIANTS", "Invariant", "Outcome", "check"]

INVARIANTS = (
    ledger.ENTRY_BALANCES,
    ledger.PAYMENT_IS_IN_THE_LEDGER,
    payments.BILL_GOT_WHAT_PAYMENTS_BOOKED,
    papers.SERIES_HAS_NO_GAP,
    payments.TRANSACTION_IS_BOOKED_ONCE,
    papers.PAYMENT_HAS_ITS_RECEIPTS,
    papers.RECEIPT_IS_DUE_WHILE_IT_LACKS,
    database.TRIGGERS_ARE_ON,
    database.APP_MAY_ONLY_ADD,
    payments.PAYMENT_MOVES_ALONG_ITS_TABLE,
    payments.BILL_MOVES_ALONG_ITS_TABLE,
    payments.RECEIVED_MONEY_IS_EXPLAINED,
    payments.DELIVERY_IS_PROCESSED,
    work.EVENT_IS_RELAYED,
    work.TASK_IS_DONE,
    work.SETTLEMENT_IS_MATCHED_OR_NAMED,
    payments.BUSINESS_DATE_IS_THE_CITYS,
    ledger.MONEY_GOES_BACK_ONCE,
    ledger.SUSPENSE_GOES_BACK_ONCE,
    ledger.RECEIVABLE_IS_OPEN_BILLS,
    ledger.CLEARING_IS_MONEY_KEPT,
    ledger.PAYOUT_IS_WHAT_WAS_TOLD,
    ledger.LRA_IS_BANKED_REVENUE,
    ledger.UNAPPLIED_MONEY_HAS_AN_OWNER,
    payments.OPEN_ITEM_HAS_AN_OPEN_PAYMENT,
    papers.RECEIPT_SAYS_WHAT_WAS_BOOKED,
    papers.MONEY_TAKEN_BACK_HAS_NO_RECEIPT,
    *cash.ALL,
    commandcentre.ROLL_UP_IS_THE_LEDGER,
    commandcentre.MONTH_IS_ITS_DAYS,
    permits.APPLICATION_MOVES_ALONG_ITS_TABLE,
    permits.DECISION_RESTS_ON_ITS_LEVY,
    *complaints.ALL,
)
