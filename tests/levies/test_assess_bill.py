"""One object's month on demand: the tariff's amount, a paper, a receivable, once."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import Person, Scope
from accounts.roles import Role
from kernel.errors import Forbidden
from ledger.kinds import AccountKind
from levies.models import Bill, LevyObject
from levies.selectors import calculation, is_occupied, period_text
from levies.services import (
    BillNotIssuable,
    assess_bill,
    cancel_bill,
    issue_bills,
    replace_bill,
    start_object,
)
from levies.transitions import BillState
from tests.accounts.people import give, person
from tests.levies.samples import SmallCity, small_city, stall
from tests.payments.samples import balance_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
DECEMBER, DUE = date(2026, 12, 1), date(2026, 12, 8)


@pytest.fixture
def city(db: None) -> SmallCity:
    return small_city()


@pytest.fixture
def head(city: SmallCity) -> Person:
    ratna = person("ratna")
    give(ratna, Role.HEAD_OF_OPD, Scope(opd=city.market_opd))
    return ratna


def reserved(city: SmallCity) -> LevyObject:
    """A stall of 6 m² that is kept for somebody: valid on the first day alone."""
    levy_object = stall(city, owner="Siti Aminah")
    start_object(levy_object=levy_object, valid_from=DECEMBER, valid_until=DECEMBER)
    return levy_object


def assessed(levy_object: LevyObject, head: Person, month: date = DECEMBER) -> Bill:
    return assess_bill(
        levy_object=levy_object, month=month, due_on=DUE, person=head, now=NOW
    )


def test_a_month_of_a_daily_tariff_is_size_times_tariff_times_its_days(
    city: SmallCity, head: Person
) -> None:
    bill = assessed(reserved(city), head, date(2026, 12, 17))
    assert bill.amount_idr == 6 * 3_000 * 31
    assert (bill.period_from, bill.due_on) == (DECEMBER, DUE)
    assert period_text(bill) == "Desember 2026"
    assert calculation(bill).lines[0].factors == ("6 m²", "Rp 3.000", "31 hari")
    assert calculation(bill).amount.amount == bill.amount_idr
    assert bill.skrd is not None
    assert bill.skrd.values["total_idr"] == bill.amount_idr
    assert balance_of(AccountKind.RECEIVABLE) == bill.amount_idr


def test_it_is_assessed_once(city: SmallCity, head: Person) -> None:
    levy_object = reserved(city)
    assert assessed(levy_object, head) == assessed(levy_object, head)
    assert Bill.objects.count() == 1


def test_no_run_bills_a_reserved_place_before_it_starts(
    city: SmallCity, head: Person
) -> None:
    levy_object = reserved(city)
    assessed(levy_object, head)
    later = datetime(2027, 1, 10, tzinfo=UTC)
    for day in (date(2026, 12, 1), date(2026, 12, 2), date(2027, 1, 1)):
        assert issue_bills(day=day, now=later).expectations == 0
    start_object(levy_object=levy_object, valid_from=date(2027, 1, 1), valid_until=None)
    assert issue_bills(day=date(2027, 1, 1), now=later).expectations == 1


def test_who_may_not_sign_bills_assesses_nothing(city: SmallCity) -> None:
    lina = person("lina")
    give(lina, Role.HEAD_OF_OPD, Scope(opd=city.waste_opd))
    levy_object = reserved(city)
    for one in (lina, person("joko")):
        with pytest.raises(Forbidden):
            assessed(levy_object, one)
    assert not Bill.objects.exists()


def test_without_a_tariff_there_is_no_bill(city: SmallCity, head: Person) -> None:
    levy_object = reserved(city)
    with pytest.raises(BillNotIssuable):
        assessed(levy_object, head, date(2020, 1, 1))
    LevyObject.objects.filter(pk=levy_object.pk).update(object_class="istana")
    with pytest.raises(BillNotIssuable):
        assessed(levy_object, head)


def test_a_replacement_bills_the_month_again_not_one_day_of_it(
    city: SmallCity, head: Person
) -> None:
    bill = assessed(reserved(city), head)
    successor = replace_bill(
        kode=bill.kode_bayar, person=head, reason="salah cetak", now=NOW
    )
    assert successor.amount_idr == bill.amount_idr
    assert successor.state == BillState.ASSESSED
    assert balance_of(AccountKind.RECEIVABLE) == bill.amount_idr


def test_a_cancelled_one_may_be_assessed_anew(city: SmallCity, head: Person) -> None:
    levy_object = reserved(city)
    bill = assessed(levy_object, head)
    cancel_bill(kode=bill.kode_bayar, person=head, reason="tidak dibayar", now=NOW)
    assert assessed(levy_object, head).pk != bill.pk
    assert balance_of(AccountKind.RECEIVABLE) == bill.amount_idr


def test_a_place_is_occupied_until_its_object_ends(city: SmallCity) -> None:
    levy_object = reserved(city)
    assert is_occupied(levy_object.code, on=DECEMBER)
    assert not is_occupied(levy_object.code, on=date(2026, 12, 2))
    assert not is_occupied("los-tiada", on=DECEMBER)
