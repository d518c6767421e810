"""Another city, other zone, accounts and due days: loaded, billed, paid, receipted."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from city.models import Kelurahan, Market
from city.selectors import business_date_of, profile, zone
from kernel import clock
from ledger.kinds import AccountKind
from ledger.selectors import balance
from levies.models import Bill, LevyType
from levies.services import NewObject, issue_bills, register_object, register_payer
from payments.models import Payment
from payments.services import poll_payments, request_payment
from payments.transitions import PaymentState
from receipts.services import issue_receipts
from tests.simulator_processes import Simulator


@pytest.fixture
def bill(db: None) -> Bill:
    """The SKRD of a kiosk of the second city."""
    call_command("load_city", "cities/contoh", verbosity=0)
    kelurahan = Kelurahan.objects.get(code="99.01.01.1001")
    register_object(
        payer=register_payer(code="melati", name="Melati", kelurahan=kelurahan),
        new=NewObject(
            code="kios-1",
            levy_type=LevyType.objects.get(code="pasar"),
            object_class="kios",
            label="Kios 1",
            valid_from=date(2026, 1, 1),
            market=Market.objects.get(code="pasar-mawar"),
        ),
    )
    now = clock.now()
    issue_bills(day=business_date_of(now), now=now)
    return Bill.objects.get()


def test_it_takes_a_payment_by_its_own_rules(bill: Bill, simulator: Simulator) -> None:
    assert str(zone()) == "Asia/Jakarta"
    assert bill.due_on == business_date_of(bill.issued_at) + timedelta(days=30)
    payment = request_payment(
        kodes=[bill.kode_bayar], channel="va_bca", now=clock.now()
    )
    simulator.control("pay", order_id=payment.code)
    later = clock.now() + timedelta(minutes=1)
    poll_payments(now=later)
    paid = Payment.objects.get(pk=payment.pk)
    assert paid.state == PaymentState.PAID
    (receipt,) = issue_receipts(payment_id=payment.pk, now=later)
    assert receipt.paper.number.startswith("973/000001/SSRD/")
    assert balance(kind=AccountKind.GATEWAY_CLEARING, opd_id=bill.opd_id).amount == (
        bill.amount_idr
    )
    assert profile().rkud_bank == "Bank Contoh"
