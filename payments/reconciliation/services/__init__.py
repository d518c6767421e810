"""What others may ask of reconciliation: import evidence, and reconcile it."""

from payments.reconciliation.services.fetch import (
    ReportUnreachable,
    can_pull,
    pull_settlement,
    pull_statement,
)
from payments.reconciliation.services.notes import answer_finding
from payments.reconciliation.services.reconciling import ReconcileResult, reconcile
from payments.reconciliation.services.refunding import refund_before_payout
from payments.reconciliation.services.refusals import FileRefused, sentences_of
from payments.reconciliation.services.settlement import import_settlement
from payments.reconciliation.services.settlement_rows import (
    SIZE_MAX_MB as SETTLEMENT_MAX_MB,
)
from payments.reconciliation.services.statement import import_statement
from payments.reconciliation.services.statements import SIZE_MAX_MB as STATEMENT_MAX_MB
from payments.reconciliation.services.uploads import import_upload, keep_upload

__all__ = [
    "SETTLEMENT_MAX_MB",
    "STATEMENT_MAX_MB",
    "FileRefused",
    "ReconcileResult",
    "ReportUnreachable",
    "answer_finding",
    "can_pull",
    "import_settlement",
    "import_statement",
    "import_upload",
    "keep_upload",
    "pull_settlement",
    "pull_statement",
    "reconcile",
    "refund_before_payout",
    "sentences_of",
]
