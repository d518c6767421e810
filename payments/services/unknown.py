"""Money that hit our account under an order we never made: suspense, with an OPD."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from city.selectors import business_date_of
from city.selectors import profile as city_profile
from ledger.postings import suspense_received
from ledger.services import post
from payments.gateways.port import Notice, NoticeState
from payments.models import UnappliedMoney

WITH_MONEY = frozenset(
    {
        NoticeState.PAID,
        NoticeState.PART_REFUNDED,
        NoticeState.REFUNDED,
        NoticeState.DISPUTED,
    }
)


@transaction.atomic
def record_unknown_payment(*, notice: Notice, now: datetime) -> None:
    """Book money of an unknown order into the suspense of the OPD that answers for it.

    Safe to repeat: a gateway's reference is recorded once. Without money in the notice
    nothing is recorded.
    """
    if notice.state is not NoticeState.PAID or notice.paid_at is None:
        return
    opd_id = city_profile().suspense_opd_id
    entry = post(
        event="unknown_payment_received",
        reference=f"{notice.gateway}/{notice.gateway_reference}",
        legs=suspense_received(opd_id=opd_id, amount=notice.received),
        business_date=business_date_of(notice.paid_at),
        now=now,
    )
    if entry is None:
        return
    money = UnappliedMoney.objects.create(
        kind=UnappliedMoney.Kind.SUSPENSE,
        reason=UnappliedMoney.Reason.UNKNOWN_ORDER,
        gateway=notice.gateway,
        gateway_reference=notice.gateway_reference,
        opd_id=opd_id,
        amount_idr=notice.received.amount,
        received_at=notice.paid_at,
    )
    audit.record(
        actor=None,
        action="unknown_payment_recorded",
        subject=f"unapplied_money:{money.pk}",
        facts={"amount_idr": money.amount_idr, "gateway": notice.gateway},
        now=now,
    )
