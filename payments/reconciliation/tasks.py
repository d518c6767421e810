"""Handlers of events for reconciliation (config.events)."""

from datetime import datetime
from typing import Any

from payments.reconciliation import services


def import_uploaded_evidence(*, payload: dict[str, Any], now: datetime) -> None:
    """`evidence_uploaded`: import the file that waits. Safe to repeat."""
    services.import_upload(upload_id=payload["upload_id"], now=now)


def refund_before_payout(*, payload: dict[str, Any], now: datetime) -> None:
    """`refund_approved`: through the gateway, unless it was paid out meanwhile."""
    services.refund_before_payout(request_id=payload["refund_request_id"], now=now)
