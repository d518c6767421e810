"""The one map of events to their handlers. News between apps goes no other way.

A handler is `def f(*, payload: dict[str, Any], now: datetime) -> None`, named by its
dotted path, run by the worker at least once and outside any transaction. Its effect is
keyed in the database, so that twice is once.
"""

HANDLERS: dict[str, list[str]] = {
    "application_approved": [],
    "application_returned": [],
    "application_submitted": [],
    "bill_cancelled": [
        "payments.tasks.withdraw_payment",
        "permits.tasks.follow_bill",
    ],
    "bill_owed_again": ["permits.tasks.follow_bill"],
    "bill_paid": ["permits.tasks.follow_bill"],
    "decision_issued": [],
    "evidence_uploaded": ["payments.reconciliation.tasks.import_uploaded_evidence"],
    "paper_issued": ["papers.tasks.render_issued_paper"],
    "paper_wanted": ["papers.tasks.render_issued_paper"],
    "payment_paid": [
        "receipts.tasks.issue_receipts_of_payment",
        "commandcenter.tasks.money_of_payment_moved",
    ],
    "payment_refunded": ["commandcenter.tasks.money_of_payment_moved"],
    "payment_reversed": [
        "receipts.tasks.void_receipts_of_payment",
        "commandcenter.tasks.money_of_payment_moved",
    ],
    "payment_superseded": ["payments.tasks.cancel_at_gateway"],
    "refund_approved": ["payments.reconciliation.tasks.refund_before_payout"],
    "plates_ordered": ["payments.collection.tasks.draw_ordered_plates"],
    "report_answered": [],
    "report_closed": [],
    "report_reopened": [],
    "report_submitted": [],
    "unknown_payment_received": ["commandcenter.tasks.money_without_a_bill_moved"],
    "unknown_payment_returned": ["commandcenter.tasks.money_without_a_bill_moved"],
}

MONEY_QUEUE, PAPERS_QUEUE = "money", "papers"
QUEUES = (MONEY_QUEUE, PAPERS_QUEUE)
SLOW = frozenset(
    {
        "papers.tasks.render_issued_paper",
        "payments.collection.tasks.draw_ordered_plates",
        "payments.reconciliation.tasks.import_uploaded_evidence",
    }
)


def queue_of(handler: str) -> str:
    """The queue a handler's tasks wait in: slow ones apart from money."""
    return PAPERS_QUEUE if handler in SLOW else MONEY_QUEUE
