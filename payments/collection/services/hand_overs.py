"""From the collector's hand to the treasurer's: count, accept or contest, repay."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.access import require_other_person
from accounts.models import Person
from city.selectors import business_date_of
from kernel.errors import NotFound
from kernel.money import ZERO, Rupiah
from ledger.postings import cash_handed_over, shortage_repaid
from ledger.services import post
from payments.collection.access import require_treasurer
from payments.collection.models import HandOver, Shortage
from payments.collection.services.refusals import (
    ContestNeedsReason,
    CountChanged,
    NotYourShift,
    RepaymentDiffers,
    ShortageRepaid,
)
from payments.collection.services.states import move_hand_over
from payments.collection.transitions import HandOverState
from payments.services import record_cash_over


@transaction.atomic
def confirm_hand_over(
    *, hand_over_id: int, treasurer: Person, counted: Rupiah, now: datetime
) -> HandOver:
    """The treasurer counted the cash; the collector has yet to accept the count.

    Raises:
        NotFound: there is no such hand-over.
        Forbidden: the person may not receive cash of this OPD.
        SamePerson: nobody hands over to themselves.
        CashMovedOn: it was counted already.
    """
    hand_over = _locked(hand_over_id)
    require_treasurer(treasurer, hand_over.opd, now)
    require_other_person(maker=hand_over.collector, checker=treasurer)
    hand_over.counted_idr, hand_over.treasurer = counted.amount, treasurer
    hand_over.counted_at = now
    move_hand_over(
        hand_over=hand_over,
        target=HandOverState.COUNTED,
        person=treasurer,
        cause=f"counted {counted}",
        now=now,
    )
    _record(hand_over, treasurer, "hand_over_counted", now)
    return hand_over


@transaction.atomic
def accept_hand_over(
    *, hand_over_id: int, collector: Person, counted: Rupiah, now: datetime
) -> HandOver:
    """The collector accepts the treasurer's count: the cash is the treasurer's now.

    What was counted too little becomes the collector's named debt (Shortage); what was
    counted too much is suspense, for which the OPD answers. `counted` is the count the
    collector saw.

    Raises:
        NotYourShift: it is not this collector's hand-over.
        CashMovedOn: there is no count to accept, or it was accepted already.
        CountChanged: the treasurer counted again meanwhile.
    """
    hand_over = _locked_of(hand_over_id, collector)
    if hand_over.counted_idr is not None and hand_over.counted_idr != counted.amount:
        raise CountChanged(shown=counted, counted=Rupiah(hand_over.counted_idr))
    hand_over.accepted_at = now
    move_hand_over(
        hand_over=hand_over,
        target=HandOverState.ACCEPTED,
        person=collector,
        cause=f"accepted {counted}",
        now=now,
    )
    post(
        event="cash_handed_over",
        reference=f"hand_over:{hand_over.pk}",
        legs=cash_handed_over(
            opd_id=hand_over.opd_id,
            amount=Rupiah(hand_over.expected_idr),
            counted=counted,
        ),
        business_date=business_date_of(now),
        now=now,
    )
    difference = hand_over.difference
    if difference < ZERO:
        Shortage.objects.create(
            hand_over=hand_over,
            collector=collector,
            opd=hand_over.opd,
            amount_idr=-difference.amount,
            named_at=now,
        )
    elif difference:
        record_cash_over(
            opd=hand_over.opd,
            reference=f"hand_over:{hand_over.pk}",
            amount=difference,
            now=now,
        )
    _record(hand_over, collector, "hand_over_accepted", now)
    return hand_over


@transaction.atomic
def contest_count(
    *, hand_over_id: int, collector: Person, reason: str, now: datetime
) -> HandOver:
    """The collector does not accept the count: the treasurer counts again.

    Raises:
        NotYourShift: it is not this collector's hand-over.
        ContestNeedsReason: the reason is empty.
        CashMovedOn: there is no count to contest.
    """
    hand_over = _locked_of(hand_over_id, collector)
    if not reason.strip():
        raise ContestNeedsReason
    contested = hand_over.counted_idr
    hand_over.counted_idr = hand_over.treasurer = hand_over.counted_at = None
    move_hand_over(
        hand_over=hand_over,
        target=HandOverState.OFFERED,
        person=collector,
        cause=reason.strip()[:300],
        now=now,
    )
    audit.record(
        actor=collector,
        action="count_contested",
        subject=f"hand_over:{hand_over.pk}",
        facts={"counted_idr": contested, "expected_idr": hand_over.expected_idr},
        reason=reason.strip()[:300],
        now=now,
    )
    return hand_over


@transaction.atomic
def repay_shortage(
    *, shortage_id: int, treasurer: Person, counted: Rupiah, now: datetime
) -> Shortage:
    """The collector brought what was missing; the treasurer holds it, to deposit.

    `counted` is what lies on the desk: a shortage is repaid whole or not at all.

    Raises:
        NotFound: there is no such shortage.
        Forbidden: the person may not receive cash of this OPD.
        SamePerson: it is the person's own debt.
        ShortageRepaid: it was repaid before.
        RepaymentDiffers: another amount was counted than is owed.
    """
    shortage = (
        Shortage.objects.select_for_update(of=("self",))
        .select_related("opd", "collector")
        .filter(pk=shortage_id)
        .first()
    )
    if shortage is None:
        raise NotFound
    require_treasurer(treasurer, shortage.opd, now)
    require_other_person(maker=shortage.collector, checker=treasurer)
    if shortage.repaid_at is not None:
        raise ShortageRepaid
    amount = Rupiah(shortage.amount_idr)
    if counted != amount:
        raise RepaymentDiffers(owed=amount, counted=counted)
    shortage.repaid_at, shortage.repaid_to = now, treasurer
    shortage.save(update_fields=["repaid_at", "repaid_to"])
    post(
        event="shortage_repaid",
        reference=f"shortage:{shortage.pk}",
        legs=shortage_repaid(opd_id=shortage.opd_id, amount=amount),
        business_date=business_date_of(now),
        now=now,
    )
    audit.record(
        actor=treasurer,
        action="shortage_repaid",
        subject=f"shortage:{shortage.pk}",
        facts={"amount_idr": amount.amount, "collector": shortage.collector_id},
        now=now,
    )
    return shortage


def _locked(hand_over_id: int) -> HandOver:
    hand_over = (
        HandOver.objects.select_for_update(of=("self",))
        .select_related("opd", "collector")
        .filter(pk=hand_over_id)
        .first()
    )
    if hand_over is None:
        raise NotFound
    return hand_over


def _locked_of(hand_over_id: int, collector: Person) -> HandOver:
    hand_over = _locked(hand_over_id)
    if hand_over.collector_id != collector.pk:
        raise NotYourShift
    return hand_over


def _record(hand_over: HandOver, actor: Person, action: str, now: datetime) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject=f"hand_over:{hand_over.pk}",
        facts={
            "expected_idr": hand_over.expected_idr,
            "counted_idr": hand_over.counted_idr,
        },
        now=now,
    )
