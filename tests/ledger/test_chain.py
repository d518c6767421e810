"""The hash chain: sealed late, in any order of commits; any changed row is named."""

from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction

from config.launch.postgres import Postgres
from kernel.hash_chain import GENESIS
from ledger.chain import seal_entries, verify_chain
from ledger.models import Seal
from tests.ledger.conftest import Offices
from tests.ledger.test_post import post_skrd
from tests.superuser import as_superuser


def test_seals_every_entry_once(committed_offices: Offices) -> None:
    for number in range(5):
        post_skrd(committed_offices, f"bill:{number}")
    assert [seal_entries(limit=3), seal_entries(limit=3), seal_entries()] == [3, 2, 0]
    verdict = verify_chain()
    assert verdict.is_whole
    assert verdict.sealed == 5
    assert verdict.head == bytes(Seal.objects.order_by("-id")[0].hash)


def test_an_empty_ledger_is_whole(committed_db: str) -> None:
    assert seal_entries() == 0
    assert verify_chain().is_whole
    assert verify_chain().head == GENESIS


def test_seals_an_entry_that_commits_after_a_higher_one(
    committed_offices: Offices,
) -> None:
    def post_another() -> None:
        try:
            post_skrd(committed_offices, "quick")
            seal_entries()
        finally:
            connections.close_all()

    post_skrd(committed_offices, "first")
    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        slow = post_skrd(committed_offices, "slow")
        pool.submit(post_another).result(timeout=20)
    assert seal_entries() == 1
    assert slow
    assert list(Seal.objects.order_by("id").values_list("entry__reference")) == [
        ("first",),
        ("quick",),
        ("slow",),
    ]
    assert verify_chain().is_whole


def test_sealers_take_turns(committed_offices: Offices) -> None:
    for number in range(20):
        post_skrd(committed_offices, f"bill:{number}")

    def seal(_: int) -> int:
        try:
            return seal_entries(limit=7)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(seal, range(4))) == 20
    assert verify_chain().is_whole


FORGERIES = {
    "a leg": "UPDATE ledger_leg SET debit_idr = 1 "
    "WHERE entry_id = {id} AND debit_idr > 0",
    "a date": "UPDATE ledger_entry SET business_date = '2026-01-01' WHERE id = {id}",
    "a reference": "UPDATE ledger_entry SET reference = 'other' WHERE id = {id}",
    "a leg more": "INSERT INTO ledger_leg "
    "(entry_id, account_id, debit_idr, credit_idr) "
    "SELECT entry_id, account_id, 1, 0 FROM ledger_leg WHERE entry_id = {id} LIMIT 1",
    "an entry less": "DELETE FROM ledger_leg WHERE entry_id = {id}; "
    "DELETE FROM ledger_entry WHERE id = {id}",
    "an entry and its seal less": "DELETE FROM ledger_seal WHERE entry_id = {id}; "
    "DELETE FROM ledger_leg WHERE entry_id = {id}; "
    "DELETE FROM ledger_entry WHERE id = {id}",
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_names_the_entry_that_somebody_with_all_rights_altered(
    forgery: str, committed_offices: Offices, postgres: Postgres
) -> None:
    ids = [
        entry.pk
        for number in range(4)
        if (entry := post_skrd(committed_offices, f"bill:{number}"))
    ]
    seal_entries()
    as_superuser(postgres, FORGERIES[forgery].format(id=ids[1]))
    verdict = verify_chain()
    # Without its seal the second entry cannot be named: the one after it is.
    expected = ids[2] if "seal" in forgery else ids[1]
    assert (verdict.is_whole, verdict.broken_id) == (False, expected)
    assert verify_ledger() == (3, f"broken: entry {expected}: {verdict.reason}")


def test_names_an_account_whose_meaning_was_changed(
    committed_offices: Offices, postgres: Postgres
) -> None:
    entry = post_skrd(committed_offices)
    seal_entries()
    as_superuser(
        postgres,
        "UPDATE ledger_account SET kind = 'allowance' WHERE kind = 'receivable'",
    )
    assert entry
    assert verify_chain().broken_id == entry.pk


def test_names_an_entry_that_was_slipped_in_unsealed(
    committed_offices: Offices, postgres: Postgres
) -> None:
    post_skrd(committed_offices)
    seal_entries()
    as_superuser(
        postgres,
        "UPDATE ledger_seal SET sealed_at = sealed_at - interval '1 day'; "
        "INSERT INTO ledger_entry (id, event, reference, business_date, posted_at) "
        "SELECT -1, event, 'bill:old', business_date, posted_at FROM ledger_entry",
    )
    assert (seal_entries(), verify_chain().broken_id) == (0, -1)


def test_a_chain_that_was_rebuilt_whole_fails_against_a_head_that_left_it(
    committed_offices: Offices, postgres: Postgres
) -> None:
    for number in range(3):
        post_skrd(committed_offices, f"bill:{number}")
    seal_entries()
    head = verify_chain().head
    post_skrd(committed_offices, "bill:today")
    seal_entries()
    assert verify_chain(head=head).is_whole
    assert verify_ledger("--head", head.hex())[0] == 0

    as_superuser(
        postgres,
        "UPDATE ledger_leg SET debit_idr = 1 WHERE debit_idr > 0; "
        "DELETE FROM ledger_seal",
    )
    seal_entries()
    assert verify_chain().is_whole
    verdict = verify_chain(head=head)
    assert (verdict.is_whole, verdict.reason) == (
        False,
        "the given head is not in the chain",
    )
    assert verify_ledger("--head", head.hex())[0] == 3


def test_a_head_that_is_no_hash_is_a_wrong_use_of_the_command() -> None:
    with pytest.raises(CommandError, match="64 hexadecimal digits") as refused:
        call_command("verify_ledger", "--head", "abc")
    assert refused.value.returncode == 2


def verify_ledger(*arguments: str) -> tuple[int, str]:
    """The command's exit status and its first line."""
    said, status = StringIO(), 0
    try:
        call_command("verify_ledger", *arguments, stdout=said)
    except SystemExit as ended:
        status = int(str(ended.code))
    return status, said.getvalue().splitlines()[0]
