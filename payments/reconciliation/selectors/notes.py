"""What was said about findings."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db.models import Count, QuerySet, Window

from payments.reconciliation.models import Finding, FindingNote


class Answers(NamedTuple):
    """How many answers a finding has, and the last of them."""

    total: int
    last: FindingNote


def notes_of(finding: Finding) -> QuerySet[FindingNote]:
    """Every answer to a finding, the latest first."""
    return finding.notes.select_related("author").order_by("-at", "-id")


def answers_of(findings: Iterable[Finding]) -> Mapping[int, Answers]:
    """The answers of several findings, by their ids. One query."""
    notes = (
        FindingNote.objects.filter(finding__in=[finding.pk for finding in findings])
        .select_related("author")
        .annotate(count=Window(Count("id"), partition_by="finding"))
        .order_by("at", "id")
    )
    return {note.finding_id: Answers(note.count, note) for note in notes}
