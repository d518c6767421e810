"""The commands: JSON on stdout, exit 0, 1, 2 or 3, a dry run that leaves nothing."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from payments.reconciliation.models import ImportedFile, SettlementMatch
from tests.levies.samples import small_city, stall_bill
from tests.reconciliation.samples import (
    PAYOUT,
    Line,
    line_of,
    paid,
    payout_credit,
    report,
    statement_csv,
)

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> dict[str, object]:
    out = StringIO()
    call_command(*arguments, stdout=out)
    answer: dict[str, object] = json.loads(out.getvalue())
    return answer


def test_evidence_is_imported_and_reconciled_from_the_command_line(
    tmp_path: Path,
) -> None:
    line = line_of(paid(stall_bill()), payout=PAYOUT)
    settlement, statement = tmp_path / "a.csv", tmp_path / "b.csv"
    settlement.write_bytes(report([line]))
    statement.write_bytes(statement_csv([payout_credit([line])]))

    assert run("import_settlement", str(settlement))["new_lines"] == 1
    assert run("import_statement", str(statement))["new_lines"] == 1
    again = run("import_settlement", str(settlement))
    assert again["new_lines"] == 0
    assert again["imported_before"]
    assert run("reconcile")["entries_posted"] == 1


def test_a_dry_run_says_what_would_be_and_leaves_nothing(tmp_path: Path) -> None:
    line = line_of(paid(stall_bill()))
    path = tmp_path / "a.csv"
    path.write_bytes(report([line]))

    assert run("import_settlement", str(path), "--dry-run")["new_lines"] == 1
    assert not ImportedFile.objects.exists()
    run("import_settlement", str(path))
    assert run("reconcile", "--dry-run")["lines_matched"] == 1
    assert not SettlementMatch.objects.exists()


def test_a_refused_file_ends_with_3_and_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(report([Line("=1+1", "t", 5)]))
    with pytest.raises(CommandError, match="Baris 2, kolom “Order ID”:") as refused:
        run("import_settlement", str(path))
    assert refused.value.returncode == 3


def test_a_file_that_is_not_there_ends_with_1(tmp_path: Path) -> None:
    small_city()
    with pytest.raises(CommandError) as failed:
        run("import_statement", str(tmp_path / "none.csv"))
    assert failed.value.returncode == 1
