"""Days of history, lived with real simulators: the books are whole and true."""

from collections import Counter

import pytest

from levies.models import Bill
from papers.models import PaperFile
from payments.models import Payment, Refund, UnappliedMoney
from payments.reconciliation.models import Finding, ImportedFile
from receipts.models import Receipt
from tests.demo.books import (
    everything_counted,
    money_at_the_gateway,
    money_in_our_books,
)
from tests.demo.conftest import DAYS, Lived, paid

pytestmark = pytest.mark.xdist_group("history")


def test_every_invariant_holds_and_every_seal(lived: Lived) -> None:
    lived.site.manage("check_invariants")
    lived.site.manage("verify_ledger")
    lived.site.manage("verify_audit")


def test_every_rupiah_of_the_gateways_truth_has_an_owner(lived: Lived) -> None:
    truth = money_at_the_gateway(lived.site)
    assert len(truth) > DAYS
    assert money_in_our_books() == truth


def test_every_bank_line_is_in_an_imported_statement_or_of_today(
    lived: Lived,
) -> None:
    [account] = lived.site.bank.truth()["accounts"]
    statements = ImportedFile.objects.filter(kind="statement")
    assert statements.exists()
    assert any(
        line["description"].startswith("TRF DARI") for line in account["entries"]
    )


def test_people_paid_on_every_day_and_each_got_a_receipt(lived: Lived) -> None:
    paid = Payment.objects.filter(state="paid", final_after__isnull=False)
    days = Counter(paid.values_list("paid_on", flat=True))
    assert len(days) in {DAYS, DAYS + 1}
    assert Receipt.objects.filter(payment__in=paid).count() >= paid.count() - 1
    assert not PaperFile.objects.exists()


def test_what_goes_wrong_in_a_month_went_wrong(lived: Lived) -> None:
    reasons = set(UnappliedMoney.objects.values_list("reason", flat=True))
    assert {"paid_twice", "unknown_order"} <= reasons
    assert Refund.objects.filter(amount_idr__gt=0).exists()
    assert Payment.objects.filter(state="reversed").exists()
    late = Payment.objects.filter(events__name="money_received_late", state="paid")
    assert late.exists()
    lost = {
        one["outcome"]
        for one in lived.site.midtrans.read("/_control/notifications").json()[
            "notifications"
        ]
    }
    assert lost <= {"delivered", "dropped"}


def test_open_findings_are_left_for_the_office(lived: Lived) -> None:
    causes = set(
        Finding.objects.filter(resolved_at=None).values_list("cause", flat=True)
    )
    assert "paid_twice" in causes


def test_only_todays_bills_are_still_expected(lived: Lived) -> None:
    expected = Bill.objects.filter(state="expected").values_list("period_from")
    assert len(set(expected)) == 1
    assert Bill.objects.filter(state="uncollected").count() > expected.count()


def test_bills_of_earlier_months_are_in_arrears_and_some_were_paid_late(
    lived: Lived,
) -> None:
    letters = Bill.objects.filter(levy_type__code="kebersihan")
    assert letters.dates("period_from", "month").count() >= 3
    assert letters.filter(state="assessed").exists()


def test_the_clock_has_come_to_the_present(lived: Lived) -> None:
    assert lived.site.midtrans.read("/_control/clock").json()["offset_seconds"] == 0
    assert lived.site.bank.read("/_control/clock").json()["offset_seconds"] == 0


def test_a_start_that_was_killed_goes_on(lived: Lived) -> None:
    assert paid() > lived.paid_when_killed


def test_a_second_start_changes_nothing(lived: Lived) -> None:
    before = everything_counted()
    lived.start_again()
    assert everything_counted() == before
