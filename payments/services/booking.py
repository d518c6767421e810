"""Booking money on bills and in the ledger, and taking bookings back."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from accounts import audit
from city.selectors import business_date_of
from city.selectors import profile as city_profile
from kernel.money import ZERO, Rupiah
from ledger import postings
from ledger.kinds import AccountKind
from ledger.postings import Posting
from ledger.services import post
from levies.models import Bill
from levies.services import apply_payment, take_back_payment
from levies.transitions import OPEN as OPEN_BILLS
from levies.transitions import BillState
from outbox.services import publish
from payments.gateways.port import Notice
from payments.gateways.registry import gateway
from payments.models import Channel, Payment, PaymentItem, UnappliedMoney
from payments.selectors import owed_amount, twice_paid_back
from payments.services.allocation import Allocation, Claim, Share, allocate
from payments.services.locking import LockedPayment
from payments.services.refund_requests import end_requests_not_owed
from payments.services.states import move
from payments.transitions import PaymentState


def book_payment(
    *, locked: LockedPayment, notice: Notice, cause: str, now: datetime
) -> None:
    """Book received money: bills, ledger, events, audit, and an owner for any surplus.

    The payment becomes PAID whatever the bills can take. The business date, and with
    it late interest, is that of the gateway's paid time, never of our hearing.
    """
    payment = locked.payment
    paid_at = _accept(payment, notice)
    claims = [_claim(item) for item in locked.items]
    allocation = allocate(notice.received, claims)
    unapplied = list(_unapplied(locked, allocation, paid_at))
    for item, share in zip(locked.items, allocation.shares, strict=True):
        _book_share(item, share, paid_at, now)
    move(
        payment=payment,
        target=PaymentState.PAID,
        cause=cause,
        now=now,
        items=locked.items,
    )
    if unapplied:
        UnappliedMoney.objects.bulk_create(unapplied)
    post(
        event="payment_paid",
        reference=payment.code,
        legs=_legs(locked.items, unapplied),
        business_date=business_date_of(paid_at),
        now=now,
    )
    publish(name="payment_paid", payload={"payment_id": payment.pk}, now=now)
    audit.record(
        actor=None,
        action="payment_booked",
        subject=f"payment:{payment.pk}",
        facts={
            "received_idr": notice.received.amount,
            "asked_idr": payment.amount_idr,
            "unapplied_idr": sum(money.amount_idr for money in unapplied),
            "cause": cause,
        },
        now=now,
    )


def book_further_money(
    *, locked: LockedPayment, notice: Notice, cause: str, now: datetime
) -> None:
    """Book a further deposit on an order that is paid: all of it is the payer's own.

    Bills and receipts stay as they are, and what the payer has twice of us is settled
    first. The entry is known by the gateway's new total,
    which only grows.
    """
    payment, paid_at = locked.payment, notice.paid_at
    if paid_at is None:
        raise ValueError("a notice of money tells when it was paid")
    more = notice.received - Rupiah(payment.received_idr or 0)
    owed = UnappliedMoney.objects.filter(payment=payment, bill__isnull=True).first()
    if owed is None:
        owed, settled = _too_much(locked, more, paid_at), ZERO
    else:
        settled = min(more, twice_paid_back(owed))
        owed.amount_idr += more.amount
    owed.save()
    payment.received_idr = notice.received.amount
    payment.save(update_fields=["received_idr"])
    if payment.state == PaymentState.REFUNDED:
        move(
            payment=payment,
            target=PaymentState.PART_REFUNDED,
            cause=cause,
            now=now,
            items=locked.items,
        )
    post(
        event="payment_increased",
        reference=f"{payment.code}/{notice.received.amount}",
        legs=[
            *postings.liability_received(opd_id=owed.opd_id, amount=more - settled),
            *postings.suspense_received(opd_id=owed.opd_id, amount=settled),
        ],
        business_date=business_date_of(paid_at),
        now=now,
    )
    publish(name="payment_paid", payload={"payment_id": payment.pk}, now=now)
    audit.record(
        actor=None,
        action="further_money_booked",
        subject=f"payment:{payment.pk}",
        facts={
            "received_idr": notice.received.amount,
            "unapplied_idr": more.amount,
            "cause": cause,
        },
        now=now,
    )


def take_back(
    *, locked: LockedPayment, amount: Rupiah, cause: str, now: datetime
) -> list[Posting]:
    """Undo bookings for `amount`; answers the legs of the contra entry.

    What is booked on the items is changed here and saved by the move that follows.
    The payer's own money (liability) goes first; then bills from the last one, their
    interest before their principal, so that principal stays paid longest. What is left
    BUD had paid back already: the payer has it twice, and the OPD answers for it.
    """
    legs: list[Posting] = []
    remaining = amount
    unapplied = UnappliedMoney.objects.filter(payment=locked.payment).order_by("id")
    for money in unapplied:
        part = min(remaining, owed_amount(money))
        _give_back(money, part)
        legs += postings.liability_refunded(opd_id=money.opd_id, amount=part)
        remaining -= part
    for item in reversed(locked.items):
        interest = min(remaining, Rupiah(item.booked_interest_idr))
        principal = min(remaining - interest, Rupiah(item.booked_principal_idr))
        remaining -= interest + principal
        legs += postings.taken_back(_legs_of(item, principal, interest))
        item.booked_interest_idr -= interest.amount
        item.booked_principal_idr -= principal.amount
        if principal:
            legs += _owe_again(item.bill, principal, cause, now)
    for money in unapplied:
        part = min(remaining, Rupiah(money.amount_idr - money.returned_idr))
        _give_back(money, part)
        legs += postings.suspense_returned(opd_id=money.opd_id, amount=part)
        remaining -= part
    end_requests_not_owed(locked.payment, now)
    return legs


def _give_back(money: UnappliedMoney, amount: Rupiah) -> None:
    if amount:
        money.returned_idr += amount.amount
        money.save(update_fields=["returned_idr"])


def _owe_again(
    bill: Bill, principal: Rupiah, cause: str, now: datetime
) -> list[Posting]:
    """Take principal off a bill; the legs that undo a write-off it had meanwhile."""
    written_off = take_back_payment(
        bill=bill, principal=principal, cause=cause, now=now
    )
    return postings.taken_back(
        postings.receivable_written_off(
            opd_id=bill.opd_id,
            revenue_account_id=bill.levy_type.revenue_account_id,
            amount=written_off,
        )
    )


def reverse_payment(
    *, locked: LockedPayment, target: PaymentState, cause: str, now: datetime
) -> None:
    """The bank took all of it back: settlement → deny, or a chargeback.

    Bills are owed again, the ledger gets the contra entry, receipts hear of it.
    """
    payment = locked.payment
    kept = payment.kept
    legs = take_back(locked=locked, amount=kept, cause=cause, now=now)
    move(payment=payment, target=target, cause=cause, now=now, items=locked.items)
    post(
        event="payment_reversed",
        reference=payment.code,
        legs=legs,
        business_date=business_date_of(now),
        now=now,
    )
    publish(name="payment_reversed", payload={"payment_id": payment.pk}, now=now)
    audit.record(
        actor=None,
        action="payment_reversed",
        subject=f"payment:{payment.pk}",
        facts={"taken_back_idr": kept.amount, "state": target.value, "cause": cause},
        now=now,
    )


def _accept(payment: Payment, notice: Notice) -> datetime:
    """Set on the payment (unsaved) what came in, when, and when that is final."""
    if notice.paid_at is None:
        raise ValueError("a notice of money tells when it was paid")
    payment.gateway_reference = notice.gateway_reference
    payment.received_idr = notice.received.amount
    payment.paid_at = notice.paid_at
    payment.paid_on = business_date_of(notice.paid_at)
    payment.final_after = notice.paid_at + _reversal_window(payment)
    return notice.paid_at


def _reversal_window(payment: Payment) -> timedelta:
    """How long a bank may take the money back; what lies in a hand is final at once."""
    if payment.channel == Channel.CASH:
        return timedelta(0)
    return gateway(payment.gateway).channels[payment.channel].reversal_window


def _lies_in(payment: Payment) -> AccountKind:
    """Where the money of a channel lies before it reaches the treasury."""
    is_cash = payment.channel == Channel.CASH
    return AccountKind.COLLECTOR_CASH if is_cash else AccountKind.GATEWAY_CLEARING


def _claim(item: PaymentItem) -> Claim:
    bill = item.bill
    is_open = BillState(bill.state) in OPEN_BILLS
    return Claim(
        Rupiah(item.principal_idr),
        Rupiah(item.late_interest_idr),
        Rupiah(bill.amount_idr - bill.paid_idr) if is_open else ZERO,
    )


def _book_share(
    item: PaymentItem, share: Share, paid_at: datetime, now: datetime
) -> None:
    if share.principal:
        apply_payment(
            bill=item.bill,
            principal=share.principal,
            paid_on=business_date_of(paid_at),
            cause=f"payment {item.payment.code}",
            now=now,
        )
    item.booked_principal_idr = share.principal.amount
    item.booked_interest_idr = share.late_interest.amount


def _unapplied(
    locked: LockedPayment, allocation: Allocation, at: datetime
) -> Iterator[UnappliedMoney]:
    """Money with an owner: the payer of the bill it was meant for."""
    for item, share in zip(locked.items, allocation.shares, strict=True):
        if share.surplus:
            reason = "bill_closed" if _is_closed_unpaid(item.bill) else "paid_twice"
            yield _liability(locked.payment, item.bill, share.surplus, reason, at)
    if allocation.rest:
        yield _too_much(locked, allocation.rest, at)


def _too_much(locked: LockedPayment, amount: Rupiah, at: datetime) -> UnappliedMoney:
    """Money that was never asked for: the first bill's payer owns it."""
    first = locked.items[0].bill
    money = _liability(locked.payment, first, amount, "too_much", at)
    money.bill = None
    return money


def _is_closed_unpaid(bill: Bill) -> bool:
    """Whether nobody paid the bill and nobody can: cancelled, lapsed, written off."""
    state = BillState(bill.state)
    return state not in OPEN_BILLS and state is not BillState.PAID_OFF


def _liability(
    payment: Payment, bill: Bill, amount: Rupiah, reason: str, received_at: datetime
) -> UnappliedMoney:
    return UnappliedMoney(
        kind=UnappliedMoney.Kind.LIABILITY_TO_PAYER,
        reason=reason,
        gateway=payment.gateway,
        gateway_reference=payment.gateway_reference or payment.code,
        payment=payment,
        bill=bill,
        payer_id=bill.payer_id,
        opd_id=bill.opd_id,
        amount_idr=amount.amount,
        received_at=received_at,
    )


def _legs(items: list[PaymentItem], unapplied: list[UnappliedMoney]) -> list[Posting]:
    legs: list[Posting] = []
    for item in items:
        principal = Rupiah(item.booked_principal_idr)
        legs += _legs_of(item, principal, Rupiah(item.booked_interest_idr))
    for money in unapplied:
        amount = Rupiah(money.amount_idr)
        legs += postings.liability_received(opd_id=money.opd_id, amount=amount)
    return legs


def _legs_of(item: PaymentItem, principal: Rupiah, interest: Rupiah) -> list[Posting]:
    """Principal pays a receivable where an SKRD made one, else it is revenue now."""
    row = postings.receivable_paid if item.bill.skrd_id else postings.expectation_paid
    return [
        *row(
            opd_id=item.opd_id,
            revenue_account_id=item.bill.levy_type.revenue_account_id,
            amount=principal,
            into=_lies_in(item.payment),
        ),
        *postings.interest_paid(
            opd_id=item.opd_id,
            sanctions_account_id=city_profile().sanctions_account_id,
            interest=interest,
            into=_lies_in(item.payment),
        ),
    ]
