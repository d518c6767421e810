"""What is due on a day, the trace of the amount, and what is told of a payer."""

from datetime import date

import pytest
from django.utils import translation

from kernel.money import ZERO, Rupiah
from levies.models import Bill
from levies.selectors import (
    amount_due,
    bills_of_object,
    calculation,
    lock_bills,
    period_text,
)
from levies.services import apply_payment
from tests.levies import samples
from tests.levies.samples import DAY, NOON

pytestmark = pytest.mark.django_db


def test_an_skrd_in_time_bears_no_interest_and_tells_when_it_will() -> None:
    bill = samples.waste_skrd()
    due = amount_due(bill=bill, on=bill.due_on)
    assert (due.principal, due.late_interest) == (Rupiah(10_000), ZERO)
    assert due.next_step_on == date(2026, 3, 17)


def test_an_skrd_paid_late_bears_one_percent_a_month_begun() -> None:
    bill = samples.waste_skrd()
    due = amount_due(bill=bill, on=date(2026, 4, 17))
    assert (due.late_interest, due.total) == (Rupiah(200), Rupiah(10_200))
    assert due.next_step_on == date(2026, 5, 17)


def test_interest_is_owed_on_the_unpaid_part_only() -> None:
    bill = samples.waste_skrd()
    apply_payment(
        bill=bill, principal=Rupiah(4_000), paid_on=DAY, cause="uji", now=NOON
    )
    due = amount_due(bill=bill, on=date(2026, 3, 20))
    assert (due.principal, due.late_interest) == (Rupiah(6_000), Rupiah(60))


def test_interest_stops_after_24_months() -> None:
    bill = samples.waste_skrd()
    due = amount_due(bill=bill, on=date(2031, 1, 1))
    assert (due.late_interest, due.next_step_on) == (Rupiah(2_400), None)


def test_an_expectation_never_bears_interest() -> None:
    due = amount_due(bill=samples.stall_bill(), on=date(2027, 1, 1))
    assert (due.total, due.next_step_on) == (Rupiah(18_000), None)


def test_nothing_is_due_on_a_bill_that_is_closed() -> None:
    bill = samples.stall_bill()
    apply_payment(
        bill=bill, principal=Rupiah(18_000), paid_on=DAY, cause="uji", now=NOON
    )
    assert amount_due(bill=bill, on=DAY).total == ZERO


def test_the_trace_shows_size_times_tariff_times_days_and_an_unverified_rule() -> None:
    trace = calculation(samples.stall_bill(size_dm2=1_250))
    assert trace.lines[0].factors == ("12,5 m²", "Rp 3.000", "1 hari")
    assert trace.amount == Rupiah(37_500)
    assert trace.basis == "Perda PDRD Kota Uji, pasal belum diverifikasi"
    assert not trace.verified


def test_a_verified_tariff_names_its_article() -> None:
    bill = samples.stall_bill()
    bill.tariff.verified = True
    bill.tariff.legal_basis = "Perda Kota Uji 1/2024, Pasal 12"
    assert calculation(bill).basis == "Perda Kota Uji 1/2024, Pasal 12"


def test_the_trace_keeps_the_tariff_a_bill_was_issued_with() -> None:
    bill = samples.stall_bill()
    bill.tariff.amount_idr = 9_999
    assert calculation(bill).amount == Rupiah(bill.amount_idr)


def test_periods_are_said_as_people_say_them() -> None:
    with translation.override("id"):
        assert period_text(samples.stall_bill()) == "2 Maret 2026"
        assert period_text(samples.waste_skrd()) == "Maret 2026"


def test_today_and_before_are_owed_together_and_tomorrow_is_not() -> None:
    before, today, tomorrow = (
        samples.stall_bill(day=date(2026, 3, number)) for number in (1, 2, 3)
    )
    assert bills_of_object(bill=today, until=DAY) == [before, today]
    assert tomorrow.levy_object == today.levy_object


def test_bills_are_locked_in_one_order_whatever_is_asked() -> None:
    one, two = samples.stall_bill(), samples.waste_skrd()
    assert lock_bills([two.kode_bayar, one.kode_bayar, one.kode_bayar]) == [one, two]
    assert Bill.objects.count() == 2
