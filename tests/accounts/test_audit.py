"""The audit log: only grows, keeps no NIK, and shows when a row was changed."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, connections
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from accounts.audit import PersonalDataRefused, record
from accounts.chain import seal_audit_log, verify_audit_log
from accounts.models import AuditEvent, AuditSeal
from config.launch.postgres import Postgres
from tests.accounts.people import NOW, person
from tests.superuser import as_superuser

TABLES = ["accounts_auditevent", "accounts_auditseal"]
DELETE_SEAL = "DELETE FROM accounts_auditseal WHERE id = %s"


def write(count: int = 1, facts: dict[str, object] | None = None) -> None:
    for number in range(count):
        record(
            actor=None,
            action="receipt_voided",
            subject=f"receipt:{number}",
            facts=facts or {"amount_idr": 40_000 + number},
            reason="Salah cetak",
            now=NOW,
        )


@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}"])
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("role", ["default", "owner"])
def test_nobody_changes_a_line(
    change: str, table: str, role: str, committed_db: str
) -> None:
    write()
    seal_audit_log()
    with pytest.raises(DatabaseError), connections[role].cursor() as cursor:
        cursor.execute(change.format(table))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "facts",
    [
        {"payer": "8271064408850001"},
        {"before": {"payer": ["NIK 8271064408850001."]}},
        {"nik": 8271064408850001},
        {"8271064408850001": True},
        {"phone": "081234567890"},
        {"phone": "+6281234567890"},
    ],
)
def test_refuses_a_nik_or_a_telephone_number(facts: dict[str, object]) -> None:
    with pytest.raises(PersonalDataRefused, match="keeps no NIK"):
        write(facts=facts)
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
def test_keeps_kode_bayar_hashes_and_references() -> None:
    write(
        facts={
            "kode_bayar": "00000000012345",
            "sha256": "a8271064408850001f",
            "reference": "rempah-8k3v-9920",
            "amount_idr": 10_000_000,
        }
    )
    assert AuditEvent.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "amount",
    [62_812_345_678, 6_281_234_567_890, 8_271_064_408_850_001],
)
def test_an_amount_that_looks_like_a_number_to_call_is_kept(amount: int) -> None:
    write(facts={"amount_idr": amount, "parts": [{"received_idr": amount}]})
    assert AuditEvent.objects.get().facts["amount_idr"] == amount


@pytest.mark.django_db
@pytest.mark.parametrize(
    "facts",
    [
        {"amount": 62_812_345_678},
        {"amount_idr": "62812345678"},
        {"amount_idr": {"payer": "62812345678"}},
        {"amount_idr": [62_812_345_678]},
    ],
)
def test_only_a_whole_number_of_rupiah_is_an_amount(facts: dict[str, object]) -> None:
    with pytest.raises(PersonalDataRefused):
        write(facts=facts)


@pytest.mark.django_db
def test_a_line_says_what_and_on_which_thing() -> None:
    with pytest.raises(IntegrityError, match="audit_event_says_what"):
        record(actor=person("budi"), action="", subject="x", facts={}, now=NOW)


@pytest.mark.django_db
def test_the_chain_of_an_untouched_log_is_whole() -> None:
    write(3)
    assert seal_audit_log(limit=2) == 2
    assert seal_audit_log() == 1
    assert seal_audit_log() == 0
    verdict = verify_audit_log()
    assert (verdict.sealed, verdict.is_whole) == (3, True)


def as_a_faithless_owner(*statements: tuple[str, int]) -> None:
    """Who owns the database can switch triggers off; the chain still tells."""
    with connections["owner"].cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement, row in statements:
            cursor.execute(statement, [row])
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_a_changed_line_is_named(committed_db: str) -> None:
    write(3)
    seal_audit_log()
    second = AuditEvent.objects.order_by("id")[1]
    as_a_faithless_owner(
        ("UPDATE accounts_auditevent SET reason = 'Lupa' WHERE id = %s", second.pk)
    )
    with pytest.raises(
        CommandError, match=f"audit event {second.pk}: it is not"
    ) as error:
        call_command("verify_audit")
    assert error.value.returncode == 3


def test_a_link_taken_out_is_named(committed_db: str) -> None:
    write(3)
    seal_audit_log()
    second, third = AuditSeal.objects.order_by("id")[1:]
    as_a_faithless_owner((DELETE_SEAL, second.pk))
    verdict = verify_audit_log()
    assert verdict.broken_id == third.event_id
    assert verdict.reason == "a seal before it is gone"


def test_a_head_noted_down_finds_a_tail_cut_off(committed_db: str) -> None:
    write(2)
    printed = StringIO()
    call_command("verify_audit", stdout=printed)
    head = printed.getvalue().split()[-1]
    assert "2 audit events sealed, chain whole" in printed.getvalue()
    call_command("verify_audit", "--head", head, stdout=StringIO())
    last = AuditSeal.objects.order_by("-id")[0]
    as_a_faithless_owner(
        (DELETE_SEAL, last.pk),
        ("DELETE FROM accounts_auditevent WHERE id = %s", last.event_id),
    )
    call_command("verify_audit", stdout=StringIO())
    with pytest.raises(CommandError, match="head is not in the chain") as error:
        call_command("verify_audit", "--head", head)
    assert error.value.returncode == 3


@pytest.mark.django_db
def test_a_head_that_is_no_number_is_a_mistake_of_usage() -> None:
    with pytest.raises(CommandError) as error:
        call_command("verify_audit", "--head", "kepala")
    assert error.value.returncode == 2


def test_a_line_slipped_in_below_old_seals_is_named(
    committed_db: str, postgres: Postgres
) -> None:
    write(2)
    seal_audit_log()
    as_superuser(
        postgres,
        "UPDATE accounts_auditseal SET sealed_at = sealed_at - interval '1 day'; "
        "INSERT INTO accounts_auditevent (id, at, action, subject, facts, reason) "
        "VALUES (-1, now(), 'receipt_voided', 'receipt:9', '{}', '')",
    )
    assert seal_audit_log() == 0
    verdict = verify_audit_log()
    assert (verdict.broken_id, verdict.reason) == (-1, "it was never sealed")


def test_sealing_looks_at_what_is_new_not_at_the_whole_log(
    committed_db: str, postgres: Postgres
) -> None:
    write(3)
    seal_audit_log()
    as_superuser(
        postgres,
        "INSERT INTO accounts_auditevent (at, action, subject, facts, reason) "
        "SELECT now(), 'receipt_voided', 'receipt:' || n, '{}', '' "
        "FROM generate_series(1, 20000) AS n",
    )
    while seal_audit_log():
        continue
    as_superuser(
        postgres,
        "UPDATE accounts_auditseal SET sealed_at = sealed_at - interval '1 day'; "
        "ANALYZE accounts_auditevent, accounts_auditseal",
    )
    write(2)
    with CaptureQueriesContext(connection) as asked:
        assert seal_audit_log() == 2
    looked = next(one["sql"] for one in asked if "NOT EXISTS" in one["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {looked}")
        plan = json.dumps(cursor.fetchone()[0])
    assert "Seq Scan" not in plan
    assert verify_audit_log().is_whole
