"""Erasing personal data of applications that came to nought, once it is not needed.

Withdrawn ones and those that lapsed keep their row, number and history; NIK, name,
answers and files go. How long the city keeps them is its own to set (its JRA, UU
43/2009; not verified): REMPAH_ABANDONED_KEPT_DAYS. Whatever has a bill or a decision is
evidence of the treasury and is never touched.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from accounts.audit import record
from permits.models import Application
from permits.selectors import abandoned_before
from permits.services.states import lock_application, tell
from uploads.services import erase_files

ERASED = "personal_data_erased"
SWEEP_AT_MOST = 200


def erase_abandoned(*, now: datetime) -> int:
    """Erase the personal data of what was abandoned long enough; how many were.

    Each in its own transaction, looked at again under its lock. Safe to repeat.
    """
    before = now - timedelta(days=settings.ABANDONED_KEPT_DAYS)
    erased = 0
    for found in abandoned_before(before).order_by("pk")[:SWEEP_AT_MOST]:
        with transaction.atomic():
            locked = lock_application(found, turn=None)
            if abandoned_before(before).filter(pk=locked.pk).exists():
                _erase(locked, now)
                erased += 1
    return erased


def _erase(application: Application, now: datetime) -> None:
    files = application.parts.filter(upload__isnull=False)
    count = erase_files(list(files.values_list("upload_id", flat=True)), now=now)
    application.parts.filter(answers__isnull=False).update(answers={})
    application.nik, application.holder_name = "", ""
    application.save(update_fields=["nik", "holder_name"])
    tell(application=application, name=ERASED, now=now)
    record(
        actor=None,
        action=ERASED,
        subject=f"application:{application.pk}",
        facts={"number": application.number, "files": count},
        now=now,
    )
