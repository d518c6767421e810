"""Deposits (STS): made of all a treasurer holds, and counted once the bank shows it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from accounts import audit
from accounts.models import Person
from city.models import Opd
from city.selectors import business_date_of
from city.selectors import profile as city_profile
from kernel.money import Rupiah, total
from ledger.postings import cash_seen_in_bank
from ledger.services import post, realise
from papers.models import PaperKind
from papers.services import issue_paper
from papers.values import Line, PaperValues
from payments.collection.access import require_treasurer
from payments.collection.models import Deposit, DepositEvent, HandOver, Shortage
from payments.collection.selectors.deposits import revenue_of, slip_lines
from payments.collection.services.refusals import (
    DepositAmountChanged,
    NothingToDeposit,
)
from payments.collection.services.states import move_deposit
from payments.collection.transitions import DepositState, HandOverState


@transaction.atomic
def make_deposit(
    *, opd: Opd, treasurer: Person, amount: Rupiah, now: datetime
) -> Deposit:
    """Put all cash held for an OPD under one numbered slip, to carry to the bank.

    `amount` is what the page showed and the treasurer takes along. The cash stays the
    treasurer's until an imported bank line shows the slip's number and amount.

    Raises:
        Forbidden: the person may not handle cash of this OPD.
        NothingToDeposit: nothing is held that is not under a slip already.
        DepositAmountChanged: more came in since the page was made.
    """
    require_treasurer(treasurer, opd, now)
    hand_overs, repaid = _lock_held(opd)
    held = total(
        [Rupiah(one.counted_idr or 0) for one in hand_overs]
        + [Rupiah(one.amount_idr) for one in repaid]
    )
    if not held:
        raise NothingToDeposit
    if held != amount:
        raise DepositAmountChanged(shown=amount, held=held)
    today = business_date_of(now)
    deposit = Deposit.objects.create(
        opd=opd,
        paper=issue_paper(
            opd=opd,
            kind=PaperKind.DEPOSIT,
            values=_slip(opd, treasurer, slip_lines(hand_overs, repaid), held),
            issued_on=today,
            now=now,
        ),
        state=DepositState.MADE,
        amount_idr=held.amount,
        made_by=treasurer,
        made_at=now,
        made_on=today,
    )
    HandOver.objects.filter(pk__in=[one.pk for one in hand_overs]).update(
        deposit=deposit
    )
    Shortage.objects.filter(pk__in=[one.pk for one in repaid]).update(deposit=deposit)
    DepositEvent.objects.create(
        deposit=deposit,
        name="made",
        target=deposit.state,
        person=treasurer,
        cause=deposit.paper.number,
        at=now,
    )
    audit.record(
        actor=treasurer,
        action="deposit_made",
        subject=f"deposit:{deposit.pk}",
        facts={"amount_idr": held.amount, "number": deposit.paper.number},
        now=now,
    )
    return deposit


@transaction.atomic
def bank_deposit(
    *, deposit_id: int, bank_line_id: int, value_on: date, now: datetime
) -> None:
    """An imported bank line shows the deposit: it lies at the RKUD, LRA is realised.

    Gross per OPD × revenue account, dated by that line. Who calls has found the line:
    the slip's number in its text, and the same amount.

    Raises:
        CashMovedOn: another line has shown it before.
    """
    deposit = Deposit.objects.select_for_update().get(pk=deposit_id)
    deposit.bank_line_id, deposit.banked_on = bank_line_id, value_on
    move_deposit(
        deposit=deposit,
        target=DepositState.BANKED,
        cause=f"bank line {bank_line_id}",
        now=now,
    )
    reference = f"deposit:{deposit.pk}"
    post(
        event="cash_seen_in_bank",
        reference=reference,
        legs=cash_seen_in_bank(
            opd_id=deposit.opd_id, amount=Rupiah(deposit.amount_idr)
        ),
        business_date=value_on,
        now=now,
    )
    for account_id, amount in revenue_of(deposit).items():
        realise(
            opd_id=deposit.opd_id,
            revenue_account_id=account_id,
            amount=amount,
            realised_on=value_on,
            reference=reference,
            now=now,
        )
    audit.record(
        actor=None,
        action="deposit_seen_in_bank",
        subject=reference,
        facts={"amount_idr": deposit.amount_idr, "bank_line": bank_line_id},
        now=now,
    )


def _lock_held(opd: Opd) -> tuple[list[HandOver], list[Shortage]]:
    """What of the OPD was received and lies under no slip yet, in one order."""
    hand_overs = HandOver.objects.select_for_update(of=("self",)).filter(
        opd=opd, state=HandOverState.ACCEPTED, deposit__isnull=True
    )
    repaid = Shortage.objects.select_for_update(of=("self",)).filter(
        opd=opd, repaid_at__isnull=False, deposit__isnull=True
    )
    details = "collector", "shift__market"
    return (
        list(hand_overs.select_related(*details).order_by("pk")),
        list(
            repaid.select_related("collector", "hand_over__shift__market").order_by(
                "pk"
            )
        ),
    )


def _slip(
    opd: Opd, treasurer: Person, lines: Sequence[Line], held: Rupiah
) -> PaperValues:
    return PaperValues(
        city=city_profile().full_name,
        opd=opd.name,
        payer=treasurer.full_name,
        npwrd="",
        lines=list(lines),
        principal_idr=held.amount,
        late_interest_idr=0,
        total_idr=held.amount,
    )
