"""When the beat does what. Every task asks the tables, so a missed beat is a delay.

A message expires before the next of its kind, so that a worker that was away does not
find a heap of them.
"""

from typing import Any

from celery.schedules import crontab


def _every(seconds: int, task: str) -> dict[str, Any]:
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


def _hourly(minute: str, task: str) -> dict[str, Any]:
    return {
        "task": task,
        "schedule": crontab(minute=minute),
        "options": {"expires": 3000},
    }


def beat_schedule(*, receipt_sweep_seconds: int) -> dict[str, dict[str, Any]]:
    """The sweeps, by name."""
    return {
        "outbox": _every(5, "config.relay.sweep"),
        "outbox-purge": _every(3600, "config.relay.purge"),
        "deliveries": _every(5, "payments.tasks.process_deliveries"),
        "silent-payments": _every(15, "payments.tasks.poll_payments"),
        "missing-receipts": _every(
            receipt_sweep_seconds, "receipts.tasks.issue_missing_receipts"
        ),
        "ledger-seals": _every(10, "ledger.tasks.seal_entries"),
        "audit-seals": _every(60, "accounts.tasks.seal_audit_events"),
        "figures": _every(5, "commandcenter.tasks.refresh_money"),
        "figures-billed": _every(60, "commandcenter.tasks.refresh_billed"),
        "figures-year": _every(3600, "commandcenter.tasks.refresh_billed_year"),
        "figures-checked": _every(300, "commandcenter.tasks.check_year"),
        "silent-reports": _every(3600, "complaints.tasks.close_silent_reports"),
        "due-decisions": _every(15, "permits.tasks.issue_due_decisions"),
        "silent-offices": _every(3600, "permits.tasks.record_silence"),
        "ended-permits": _every(3600, "permits.tasks.end_what_time_ended"),
        "abandoned-data": _hourly("40", "permits.tasks.erase_abandoned"),
        # The day begins at 00:05 in the city's zone, which is data: the task asks it.
        # Its missed days are issued before they end.
        "bills": _hourly("5", "levies.tasks.issue_bills"),
        "ended-days": _hourly("10", "levies.tasks.end_days"),
    }
