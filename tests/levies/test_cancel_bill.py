"""Cancelling and replacing a bill. Hasan heads the OPD; Joko is a stranger."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError

from accounts.models import Assignment, AuditEvent, Person
from accounts.roles import Role
from kernel.errors import Forbidden
from kernel.money import Rupiah
from kernel.reasons import ReasonMissing, ReasonTooLong
from ledger.models import Leg
from levies.models import Bill, LevyObject
from levies.selectors import bill_by_kode
from levies.services import (
    BillHasPayments,
    BillNotIssuable,
    apply_payment,
    cancel_bill,
    issue_bills,
    replace_bill,
)
from papers.models import Paper
from tests.levies import samples
from tests.levies.samples import DAY, NOON

pytestmark = pytest.mark.django_db

LATER = datetime(2026, 3, 9, 3, 0, tzinfo=UTC)


@pytest.fixture
def hasan() -> Person:
    """Who may approve this in every OPD."""
    person = Person.objects.create(username="hasan", full_name="Hasan")
    Assignment.objects.create(
        person=person, role=Role.HEAD_OF_OPD, valid_from=date(2026, 1, 1)
    )
    return person


@pytest.fixture
def bills() -> tuple[Bill, Bill]:
    """Siti's expectation and Budi's SKRD, as a run issues them."""
    city = samples.small_city()
    samples.stall(city, owner="Siti Aminah")
    samples.household(city, owner="Budi Santoso")
    issue_bills(day=DAY, now=NOON)
    return (
        Bill.objects.get(payer__name="Siti Aminah"),
        Bill.objects.get(payer__name="Budi Santoso"),
    )


def _receivable() -> int:
    legs = Leg.objects.filter(account__kind="receivable")
    return sum(leg.debit_idr - leg.credit_idr for leg in legs)


def test_a_cancelled_skrd_is_no_receivable_and_its_number_stays(
    hasan: Person, bills: tuple[Bill, Bill]
) -> None:
    kode = bills[1].kode_bayar
    assert _receivable() == 10_000
    cancel_bill(kode=kode, person=hasan, reason="Rumah kosong", now=LATER)
    bill = bill_by_kode(kode)
    assert (bill.state, _receivable()) == ("cancelled", 0)
    paper = Paper.objects.get()
    assert (paper.serial, paper.void_reason) == (1, "Rumah kosong")
    audited = AuditEvent.objects.get(action="bill_cancelled")
    assert (audited.actor, audited.reason) == (hasan, "Rumah kosong")


def test_cancelling_an_expectation_posts_nothing(
    hasan: Person, bills: tuple[Bill, Bill]
) -> None:
    cancel_bill(kode=bills[0].kode_bayar, person=hasan, reason="Tutup", now=LATER)
    assert bill_by_kode(bills[0].kode_bayar).state == "cancelled"
    assert _receivable() == 10_000


def test_cancelling_twice_is_cancelling_once(
    hasan: Person, bills: tuple[Bill, Bill]
) -> None:
    for reason in ("Rumah kosong", "Lain lagi"):
        cancel_bill(kode=bills[1].kode_bayar, person=hasan, reason=reason, now=LATER)
    assert Paper.objects.get().void_reason == "Rumah kosong"
    assert _receivable() == 0


def test_a_stranger_may_not_cancel_and_a_reason_is_needed(
    hasan: Person, bills: tuple[Bill, Bill]
) -> None:
    joko = Person.objects.create(username="joko", full_name="Joko")
    kode = bills[1].kode_bayar
    with pytest.raises(Forbidden):
        cancel_bill(kode=kode, person=joko, reason="Rumah kosong", now=LATER)
    with pytest.raises(ReasonMissing):
        cancel_bill(kode=kode, person=hasan, reason="  ", now=LATER)
    assert bill_by_kode(kode).state == "assessed"


@pytest.mark.parametrize("change", [cancel_bill, replace_bill])
def test_a_reason_the_books_cannot_keep_whole_changes_nothing(
    change: Callable[..., Bill], hasan: Person, bills: tuple[Bill, Bill]
) -> None:
    kode = bills[1].kode_bayar
    with pytest.raises(ReasonTooLong) as refused:
        change(kode=kode, person=hasan, reason="x" * 301, now=LATER)
    assert refused.value.facts == {"field": "reason", "length": 301, "length_max": 300}
    assert bill_by_kode(kode).state == "assessed"
    change(kode=kode, person=hasan, reason="x" * 300, now=LATER)
    assert Paper.objects.order_by("id")[0].void_reason == "x" * 300


@pytest.mark.parametrize("amount", [1, 10_000])
def test_a_bill_that_received_money_is_not_cancelled(
    hasan: Person, bills: tuple[Bill, Bill], amount: int
) -> None:
    apply_payment(
        bill=bills[1], principal=Rupiah(amount), paid_on=DAY, cause="uji", now=NOON
    )
    with pytest.raises(BillHasPayments):
        cancel_bill(kode=bills[1].kode_bayar, person=hasan, reason="Keliru", now=LATER)


def test_a_wrongly_measured_stall_is_billed_anew_and_the_old_code_leads_there(
    hasan: Person, bills: tuple[Bill, Bill]
) -> None:
    old = bills[0]
    LevyObject.objects.filter(pk=old.levy_object_id).update(size_dm2=400)
    new = replace_bill(
        kode=old.kode_bayar, person=hasan, reason="Salah ukur", now=LATER
    )
    assert (new.state, new.amount_idr, new.period_from) == ("expected", 12_000, DAY)
    assert bill_by_kode(old.kode_bayar).successor == new
    again = replace_bill(
        kode=old.kode_bayar, person=hasan, reason="Salah ukur", now=LATER
    )
    assert again == new
    assert issue_bills(day=DAY, now=LATER).expectations == 0


def test_a_replaced_skrd_has_its_own_number_and_receivable(
    hasan: Person, bills: tuple[Bill, Bill]
) -> None:
    new = replace_bill(
        kode=bills[1].kode_bayar, person=hasan, reason="Salah nama", now=LATER
    )
    assert new.skrd is not None
    assert (new.skrd.serial, _receivable()) == (2, 10_000)
    assert (new.period_from, new.due_on) == (date(2026, 3, 1), date(2026, 3, 24))


def test_what_cannot_be_billed_anew_is_not_cancelled_either(
    hasan: Person, bills: tuple[Bill, Bill]
) -> None:
    old = bills[0]
    LevyObject.objects.filter(pk=old.levy_object_id).update(size_dm2=None)
    with pytest.raises(BillNotIssuable):
        replace_bill(kode=old.kode_bayar, person=hasan, reason="Salah", now=LATER)
    assert bill_by_kode(old.kode_bayar).state == "expected"


def test_the_table_lets_only_a_cancelled_bill_have_a_successor(
    bills: tuple[Bill, Bill],
) -> None:
    with pytest.raises(IntegrityError, match="bill_is_replaced_only_when_cancelled"):
        Bill.objects.filter(pk=bills[0].pk).update(successor=bills[1])
