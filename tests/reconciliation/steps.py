"""What tests of reconciliation do: import a report, a statement, look at findings."""

from datetime import datetime

from payments.reconciliation.models import Finding
from payments.reconciliation.services import import_settlement, import_statement
from tests.reconciliation.samples import NOW, Line, Movement, report, statement_csv


def told(*lines: Line, now: datetime = NOW) -> None:
    import_settlement(name="laporan.csv", content=report(lines), person=None, now=now)


def banked(*movements: Movement, now: datetime = NOW) -> None:
    content = statement_csv(movements)
    import_statement(name="rekening.csv", content=content, person=None, now=now)


def open_findings() -> set[tuple[str, str]]:
    found = Finding.objects.filter(resolved_at=None).values_list("cause", "reference")
    return set(found)
