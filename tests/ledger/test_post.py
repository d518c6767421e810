"""Posting: once per event, balanced within each OPD, in one round trip."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from kernel.money import Rupiah
from ledger.models import Account, Entry, Leg, LraLine
from ledger.postings import receivable_paid, skrd_issued
from ledger.selectors import balance, realised_revenue
from ledger.services import AccountKind, Posting, UnbalancedEntry, post, realise
from tests.ledger.conftest import FIRST_OF_MARCH, NOON, Offices


def post_skrd(offices: Offices, reference: str = "bill:1") -> Entry | None:
    """An SKRD of Rp 150,000 of the market office."""
    return post(
        event="skrd_issued",
        reference=reference,
        legs=skrd_issued(
            opd_id=offices.market,
            revenue_account_id=offices.market_levy,
            amount=Rupiah(150_000),
        ),
        business_date=FIRST_OF_MARCH,
        now=NOON,
    )


def test_posts_an_entry_with_its_legs(offices: Offices) -> None:
    entry = post_skrd(offices)
    assert entry
    assert Entry.objects.get().posted_at == NOON
    assert list(
        Leg.objects.order_by("id").values_list(
            "entry", "account__kind", "debit_idr", "credit_idr"
        )
    ) == [
        (entry.pk, "receivable", 150_000, 0),
        (entry.pk, "revenue_lo", 0, 150_000),
    ]


def test_posts_an_event_once_however_often_it_is_told(offices: Offices) -> None:
    assert post_skrd(offices)
    assert post_skrd(offices) is None
    assert post_skrd(offices, "bill:2")
    assert (Entry.objects.count(), Leg.objects.count()) == (2, 4)


def test_refuses_legs_that_do_not_balance(offices: Offices) -> None:
    legs = [
        Posting(AccountKind.RKUD, offices.market, debit=Rupiah(10)),
        Posting(AccountKind.SUSPENSE, offices.market, credit=Rupiah(9)),
    ]
    with pytest.raises(UnbalancedEntry) as refused:
        post(
            event="x", reference="1", legs=legs, business_date=FIRST_OF_MARCH, now=NOON
        )
    assert refused.value.facts["difference"] == Rupiah(1)
    assert not Entry.objects.exists()


def test_refuses_an_entry_in_which_one_office_pays_for_another(
    offices: Offices,
) -> None:
    legs = [
        Posting(AccountKind.RKUD, offices.market, debit=Rupiah(10)),
        Posting(AccountKind.SUSPENSE, offices.waste, credit=Rupiah(10)),
    ]
    with pytest.raises(UnbalancedEntry):
        post(
            event="x", reference="1", legs=legs, business_date=FIRST_OF_MARCH, now=NOON
        )


def test_refuses_an_entry_that_moves_nothing(offices: Offices) -> None:
    legs = skrd_issued(opd_id=offices.market, revenue_account_id=None, amount=Rupiah(0))
    with pytest.raises(UnbalancedEntry):
        post(
            event="x", reference="1", legs=legs, business_date=FIRST_OF_MARCH, now=NOON
        )


def test_merges_the_legs_of_one_account(offices: Offices) -> None:
    legs = [
        leg
        for _ in range(3)
        for leg in receivable_paid(
            opd_id=offices.market,
            revenue_account_id=offices.market_levy,
            amount=Rupiah(5_000),
        )
    ]
    post(event="x", reference="1", legs=legs, business_date=FIRST_OF_MARCH, now=NOON)
    assert sorted(Leg.objects.values_list("debit_idr", "credit_idr")) == [
        (0, 15_000),
        (15_000, 0),
    ]


def test_a_leg_is_one_side_of_an_account_that_has_it() -> None:
    with pytest.raises(ValueError, match="debit or a credit"):
        Posting(AccountKind.RKUD, 1, debit=Rupiah(1), credit=Rupiah(1))
    with pytest.raises(ValueError, match="never negative"):
        Posting(AccountKind.RKUD, 1, debit=Rupiah(-1))
    with pytest.raises(ValueError, match="not kept per revenue account"):
        Posting(AccountKind.RKUD, 1, 1, debit=Rupiah(1))


def test_costs_one_round_trip_once_the_accounts_are_known(
    committed_offices: Offices,
) -> None:
    post_skrd(committed_offices, "bill:1")
    with CaptureQueriesContext(connection) as queries:
        post_skrd(committed_offices, "bill:2")
    assert len(queries) == 1


def test_forgets_accounts_of_a_transaction_that_failed(
    committed_offices: Offices,
) -> None:
    with transaction.atomic():
        post_skrd(committed_offices)
        transaction.set_rollback(True)
    assert not Account.objects.exists()
    assert post_skrd(committed_offices)
    assert Leg.objects.count() == 2


@transaction.atomic
def write_entry(account: Account, legs: list[tuple[int, int]]) -> None:
    """An entry as somebody would write it who goes around `post`."""
    entry = Entry.objects.create(
        event="x", reference="1", business_date=FIRST_OF_MARCH, posted_at=NOON
    )
    for debit, credit in legs:
        Leg.objects.create(
            entry=entry, account=account, debit_idr=debit, credit_idr=credit
        )


def test_the_database_refuses_an_unbalanced_entry_at_commit(
    committed_offices: Offices,
) -> None:
    post_skrd(committed_offices)
    account = Account.objects.get(kind="receivable")
    with pytest.raises(IntegrityError, match="does not balance"):
        write_entry(account, legs=[(10, 0), (0, 9)])
    with pytest.raises(IntegrityError, match="has 0 legs"):
        write_entry(account, legs=[])
    with pytest.raises(IntegrityError, match="does not balance"):
        Leg.objects.create(entry=Entry.objects.get(), account=account, debit_idr=1)
    assert (Entry.objects.count(), Leg.objects.count()) == (1, 2)


def test_many_threads_post_one_event_once_and_make_each_account_once(
    committed_offices: Offices,
) -> None:
    threads = 8
    barrier = Barrier(threads)

    def work(number: int) -> list[bool]:
        barrier.wait()
        try:
            with transaction.atomic():
                return [
                    post_skrd(committed_offices, "the same") is not None,
                    post_skrd(committed_offices, f"its own {number}") is not None,
                ]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        answers = list(pool.map(work, range(threads)))
    assert sum(first for first, _ in answers) == 1
    assert all(own for _, own in answers)
    assert Account.objects.count() == 2
    assert balance(kind=AccountKind.RECEIVABLE) == Rupiah(150_000 * (threads + 1))


def test_realises_revenue_once_gross_and_by_the_banks_date(offices: Offices) -> None:
    for _ in range(2):
        realise(
            opd_id=offices.market,
            revenue_account_id=None,
            amount=Rupiah(150_000),
            realised_on=FIRST_OF_MARCH,
            reference="payout:1",
            now=NOON,
        )
    assert LraLine.objects.count() == 1
    [line] = realised_revenue(first_on=FIRST_OF_MARCH, last_on=FIRST_OF_MARCH)
    assert (line.opd_id, line.revenue_account_id) == (offices.market, None)
    assert line.amount == Rupiah(150_000)
