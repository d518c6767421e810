"""Answers to findings: what is being done about them, and by whom."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.access import authorize
from accounts.models import Person
from accounts.roles import Action
from city.selectors import business_date_of
from kernel.reasons import stated_reason
from payments.reconciliation.models import FindingNote
from payments.reconciliation.selectors.findings import finding_by_id


@transaction.atomic
def answer_finding(
    *, finding_id: int, text: str, person: Person, now: datetime
) -> FindingNote:
    """Keep what somebody says about a finding, for good; it stays when that ends.

    Raises:
        NotFound: there is no such finding.
        Forbidden: the person may not answer findings.
        ReasonMissing, ReasonTooLong, ReasonNamesPerson: no text that can be kept.
    """
    on = business_date_of(now)
    authorize(person=person, action=Action.ANSWER_FINDINGS, on=on)
    finding = finding_by_id(finding_id)
    text = stated_reason(text)
    note = FindingNote.objects.create(finding=finding, author=person, text=text, at=now)
    audit.record(
        actor=person,
        action="finding_answered",
        subject=f"finding:{finding.pk}",
        facts={"cause": finding.cause},
        reason=text,
        now=now,
    )
    return note
