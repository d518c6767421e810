"""Handlers of events for reconciliation (config.events)."""

from datetime import datetime
from typing import Any

from payments.reconciliation.services import import_upload


def import_uploaded_evidence(*, payload: dict[str, Any], now: datetime) -> None:
    """`evidence_uploaded`: import the file that waits. Safe to repeat."""
    import_upload(upload_id=payload["upload_id"], now=now)
