"""Money goes back before its payout: Halima asks, Hasan approves, the gateway pays."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from accounts.access import SamePerson
from accounts.models import AuditEvent, Person
from accounts.roles import Role
from city.selectors import business_date_of
from kernel import clock
from kernel.errors import Forbidden
from kernel.money import Rupiah
from kernel.reasons import ReasonMissing
from ledger.kinds import AccountKind
from levies.models import Bill
from outbox.models import Event
from payments.gateways.port import GatewayUnavailable
from payments.models import Payment, Refund, RefundRequest
from payments.reconciliation.selectors.payouts import is_paid_out
from payments.reconciliation.services import import_settlement
from payments.reconciliation.tasks import refund_before_payout
from payments.services import (
    RefundAfterPayout,
    RefundRefused,
    RefundRequestedAlready,
    RefundRequestMovedOn,
    RefundRequestUnknown,
    RefundTooLarge,
    approve_refund,
    decline_refund,
    request_refund,
)
from payments.transitions import PaymentState
from tests.levies.samples import SmallCity, stall_bill, waste_skrd
from tests.payments.refunds import head, person_with, treasurer
from tests.payments.samples import applied, balance_of, fresh, paid, requested, told
from tests.reconciliation.samples import line_of, report
from tests.simulator_processes import Simulator

pytestmark = pytest.mark.usefixtures("city", "simulator")


def paid_at_gateway(
    simulator: Simulator, *bills: Bill, channel: str = "qris"
) -> Payment:
    payment = requested(*bills, channel=channel)
    simulator.control("pay", order_id=payment.code)
    return paid(payment)


def asked(
    payment: Payment, amount: int = 18_000, by: Person | None = None
) -> RefundRequest:
    now = clock.now()
    return request_refund(
        code=payment.code,
        amount=Rupiah(amount),
        reason="dibayar dua kali",
        person=by or treasurer(),
        now=now,
        is_paid_out=is_paid_out(payment=payment, today=business_date_of(now)),
    )


def approved(request: RefundRequest) -> RefundRequest:
    now = clock.now()
    return approve_refund(
        request_id=request.pk,
        person=head(),
        now=now,
        is_paid_out=is_paid_out(payment=request.payment, today=business_date_of(now)),
    )


def carried_out(request: RefundRequest) -> RefundRequest:
    """What the outbox does with the event of the approval, however often."""
    event = Event.objects.get(name="refund_approved")
    assert event.payload == {"refund_request_id": request.pk}
    refund_before_payout(payload=event.payload, now=clock.now())
    return RefundRequest.objects.get(pk=request.pk)


def test_what_one_asks_and_another_approves_is_refunded_once(
    simulator: Simulator,
) -> None:
    bill = stall_bill()
    payment = paid_at_gateway(simulator, bill)
    request = approved(asked(payment))
    approved(request)
    for _ in range(2):
        request = carried_out(request)
    assert request.outcome == "refunded"
    assert Payment.objects.get().state == PaymentState.REFUNDED
    assert Refund.objects.get().amount_idr == 18_000
    assert fresh(bill).state == "expected"
    assert balance_of(AccountKind.GATEWAY_CLEARING) == 0
    actions = AuditEvent.objects.filter(action__startswith="refund_")
    assert sorted(actions.values_list("action", "actor__username")) == sorted(
        [
            ("refund_requested", "halima"),
            ("refund_approved", "hasan"),
            ("refund_booked", None),
            ("refund_request_finished", None),
        ],
        key=str,
    )


def test_nothing_is_asked_of_the_gateway_before_a_second_person_agrees(
    simulator: Simulator,
) -> None:
    payment = paid_at_gateway(simulator, stall_bill())
    request = asked(payment)
    refund_before_payout(payload={"refund_request_id": request.pk}, now=clock.now())
    assert simulator.transaction(payment.code)["refunds"] == []
    assert not Event.objects.filter(name="refund_approved").exists()


def test_who_asked_cannot_approve_even_with_the_role(simulator: Simulator) -> None:
    request = asked(paid_at_gateway(simulator, stall_bill()))
    # Nobody is given both roles; a role may still be given and ended in between.
    treasurer().assignments.all().delete()
    halima = person_with(Role.HEAD_OF_OPD, "halima")
    with pytest.raises(SamePerson):
        approve_refund(request_id=request.pk, person=halima, now=clock.now())


def test_only_who_may_act_for_every_opd_of_the_payment_decides(
    city: SmallCity, simulator: Simulator
) -> None:
    payment = paid_at_gateway(simulator, stall_bill(), waste_skrd())
    with pytest.raises(Forbidden):
        asked(payment, by=treasurer(city.market_opd))
    request = asked(payment, by=treasurer(city.waste_opd))
    hasan, now = head(city.market_opd), clock.now()
    with pytest.raises(Forbidden):
        approve_refund(request_id=request.pk, person=hasan, now=now)
    with pytest.raises(Forbidden):
        decline_refund(request_id=request.pk, person=hasan, reason="-", now=now)


@pytest.mark.parametrize("amount", [0, 18_001])
def test_no_more_than_is_kept_is_asked_for(simulator: Simulator, amount: int) -> None:
    with pytest.raises(RefundTooLarge) as refusal:
        asked(paid_at_gateway(simulator, stall_bill()), amount)
    assert refusal.value.facts["kept"] == Rupiah(18_000)


def test_of_a_payment_without_money_nothing_goes_back() -> None:
    with pytest.raises(RefundTooLarge):
        asked(requested(stall_bill()))


def test_a_virtual_account_gives_nothing_back(simulator: Simulator) -> None:
    with pytest.raises(RefundRefused):
        asked(paid_at_gateway(simulator, stall_bill(), channel="va_bca"))


def promised_long_ago() -> Payment:
    payment = requested(stall_bill())
    return applied(told(payment, paid_at=clock.now() - timedelta(days=14)))


def test_without_a_report_the_promise_counts_and_refuses() -> None:
    payment = promised_long_ago()
    with pytest.raises(RefundAfterPayout):
        asked(payment)


def test_what_was_paid_out_goes_back_by_skrdlb_and_bud(simulator: Simulator) -> None:
    payment = paid_at_gateway(simulator, stall_bill())
    request = asked(payment)
    reported(payment, payout="WD1")
    with pytest.raises(RefundAfterPayout):
        approved(request)
    decline_refund(
        request_id=request.pk, person=head(), reason="terlambat", now=clock.now()
    )
    with pytest.raises(RefundAfterPayout):
        asked(payment)


def test_a_payout_that_is_late_refuses_nothing_yet() -> None:
    payment = promised_long_ago()
    reported(payment)
    assert approved(asked(payment)).approved_at is not None


def test_a_payment_has_one_unfinished_request(simulator: Simulator) -> None:
    payment = paid_at_gateway(simulator, stall_bill())
    request = asked(payment, 8_000)
    with pytest.raises(RefundRequestedAlready):
        asked(payment, 10_000)
    declined = decline_refund(
        request_id=request.pk, person=head(), reason="bukan dobel", now=clock.now()
    )
    assert declined.outcome == "declined"
    assert asked(payment, 10_000).pk != request.pk


def test_what_is_decided_is_decided(simulator: Simulator) -> None:
    payment = paid_at_gateway(simulator, stall_bill())
    declined = asked(payment)
    for _ in range(2):
        decline_refund(
            request_id=declined.pk, person=head(), reason="tidak", now=clock.now()
        )
    with pytest.raises(RefundRequestMovedOn):
        approved(declined)
    agreed = approved(asked(payment))
    with pytest.raises(RefundRequestMovedOn):
        decline_refund(
            request_id=agreed.pk, person=head(), reason="tidak", now=clock.now()
        )
    with pytest.raises(RefundRequestUnknown):
        approve_refund(request_id=0, person=head(), now=clock.now())


def test_a_request_and_a_refusal_state_their_reason(simulator: Simulator) -> None:
    payment = paid_at_gateway(simulator, stall_bill())
    with pytest.raises(ReasonMissing):
        request_refund(
            code=payment.code,
            amount=Rupiah(1),
            reason=" ",
            person=treasurer(),
            now=clock.now(),
        )
    request = asked(payment)
    with pytest.raises(ReasonMissing):
        decline_refund(request_id=request.pk, person=head(), reason="", now=clock.now())


def test_the_gateway_may_refuse_and_nothing_is_booked(simulator: Simulator) -> None:
    payment = paid_at_gateway(simulator, stall_bill())
    request = approved(asked(payment))
    simulator.control("faults", refuse_refund=1)
    assert carried_out(request).outcome == "refused_by_gateway"
    assert Payment.objects.get().state == PaymentState.PAID
    assert asked(payment).pk != request.pk


def test_a_lost_answer_is_asked_for_again_and_pays_once(simulator: Simulator) -> None:
    payment = paid_at_gateway(simulator, stall_bill())
    request = approved(asked(payment))
    simulator.control("faults", reset=1, after=True, path="refund")
    with pytest.raises(GatewayUnavailable):
        carried_out(request)
    reported(payment, payout="WD1")
    assert carried_out(request).outcome == "refunded"
    assert len(simulator.transaction(payment.code)["refunds"]) == 1


def test_what_was_paid_out_meanwhile_is_not_refunded(simulator: Simulator) -> None:
    payment = paid_at_gateway(simulator, stall_bill())
    request = approved(asked(payment))
    reported(payment, payout="WD1")
    assert carried_out(request).outcome == "paid_out"
    assert simulator.transaction(payment.code)["refunds"] == []


def reported(payment: Payment, payout: str = "") -> None:
    """The gateway's report knows the payment, and perhaps its payout."""
    lines = report([line_of(payment, payout=payout)])
    import_settlement(name="laporan.csv", content=lines, person=None, now=clock.now())


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("approved_by_id = requested_by_id, approved_at = now()", "another_person"),
        ("approved_at = now()", "another_person"),
        ("sent_at = now()", "only_when_approved"),
        ("finished_at = now(), outcome = 'refunded'", "as_far_as_it_came"),
    ],
)
def test_the_database_refuses_what_must_never_be(
    simulator: Simulator, change: str, constraint: str
) -> None:
    asked(paid_at_gateway(simulator, stall_bill()))
    sql = f"UPDATE payments_refundrequest SET {change}"  # noqa: S608 (ours)
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match=constraint):
        cursor.execute(sql)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payments_refundrequest SET amount_idr = 1",
        "UPDATE payments_refundrequest SET requested_by_id = approved_by_id",
        "DELETE FROM payments_refundrequest",
        "TRUNCATE payments_refundrequest",
    ],
)
def test_the_running_role_changes_nothing_but_progress(statement: str) -> None:
    with (
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match="denied"),
        transaction.atomic(),
    ):
        cursor.execute(statement)
