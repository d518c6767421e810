"""Celery's way in: the audit log is sealed by the beat."""

from celery import shared_task

from accounts.chain import seal_audit_log


@shared_task(name="accounts.seal_audit_log")
def seal_audit_log_task() -> None:
    """Seal what was written since the last time, batch by batch."""
    while seal_audit_log():
        continue
