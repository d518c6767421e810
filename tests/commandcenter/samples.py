"""Payments of any fate on any day, booked by the services, without a gateway."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import count

from django.db import connection

from commandcenter.services import mark_day, refresh_money
from config.events import HANDLERS
from kernel.money import Rupiah
from levies.models import Bill
from outbox.models import Event
from outbox.services import relay_events, run_task
from payments.gateways.port import Notice, NoticeState, RefundNotice
from payments.models import Payment, PaymentItem
from payments.services import apply_notice
from tests.levies.samples import DAY, NOON

NUMBERS = count(1)
OURS = "commandcenter.tasks."


def attempt(*bills: Bill, channel: str = "qris", interest: int = 0) -> Payment:
    """An attempt to pay these bills that waits for its payer."""
    code = f"UJI-{next(NUMBERS)}"
    payment = Payment.objects.create(
        code=code,
        channel=channel,
        gateway="midtrans",
        state="awaiting_payer",
        amount_idr=sum(bill.amount_idr for bill in bills) + interest,
        gateway_reference=f"tx-{code}",
        created_at=NOON,
        expires_at=NOON + timedelta(days=90),
    )
    PaymentItem.objects.bulk_create(
        PaymentItem(
            payment=payment,
            bill=bill,
            opd=bill.opd,
            principal_idr=bill.amount_idr,
            late_interest_idr=interest if place == 0 else 0,
            is_open=False,
        )
        for place, bill in enumerate(bills)
    )
    return payment


def tell(
    payment: Payment,
    state: NoticeState = NoticeState.PAID,
    *,
    received: int | None = None,
    at: datetime = NOON,
    refunds: Sequence[RefundNotice] = (),
) -> Payment:
    """The payment after the gateway said this of it."""
    amount = Rupiah(payment.amount_idr if received is None else received)
    is_money = state is not NoticeState.DENIED
    notice = Notice(
        gateway="midtrans",
        reference=payment.code,
        gateway_reference=str(payment.gateway_reference),
        state=state,
        amount=Rupiah(payment.amount_idr),
        received=amount if is_money else Rupiah(0),
        paid_at=at if is_money else None,
        channel=payment.channel,
        refunds=refunds,
    )
    apply_notice(notice=notice, cause="uji", now=at)
    return Payment.objects.get(pk=payment.pk)


def paid(*bills: Bill, at: datetime = NOON, channel: str = "qris") -> Payment:
    """A payment of these bills whose money came in."""
    return tell(attempt(*bills, channel=channel), at=at)


def refunded(payment: Payment, amount: int, *, at: datetime = NOON) -> Payment:
    """The payment after the gateway gave some of it back."""
    told = [
        RefundNotice(one.reference, Rupiah(one.amount_idr), "uji", at, at)
        for one in payment.refunds.all()
    ]
    told.append(RefundNotice(f"r{len(told)}", Rupiah(amount), "uji", at, at))
    is_whole = amount == payment.kept.amount
    state = NoticeState.REFUNDED if is_whole else NoticeState.PART_REFUNDED
    return tell(payment, state, received=payment.received_idr, refunds=told)


def unknown(amount: int, *, at: datetime = NOON) -> str:
    """Money for an order that is not ours; its order's name."""
    order = f"ASING-{next(NUMBERS)}"
    _tell_of_unknown(order, amount, NoticeState.PAID, at)
    return order


def give_back(order: str, amount: int, *, at: datetime = NOON) -> None:
    """The gateway gives all of that money back."""
    refund = RefundNotice(f"r-{order}", Rupiah(amount), "uji", at, at)
    _tell_of_unknown(order, amount, NoticeState.REFUNDED, at, (refund,))


def _tell_of_unknown(
    order: str,
    amount: int,
    state: NoticeState,
    at: datetime,
    refunds: Sequence[RefundNotice] = (),
) -> None:
    notice = Notice(
        gateway="midtrans",
        reference=order,
        gateway_reference=order.lower(),
        state=state,
        amount=Rupiah(amount),
        received=Rupiah(amount),
        paid_at=at,
        channel="qris",
        refunds=refunds,
    )
    apply_notice(notice=notice, cause="uji", now=at)


def hear(now: datetime = NOON) -> None:
    """Let our handlers hear what happened, as the worker does, and compute."""
    for task in relay_events(handlers=HANDLERS, now=now, limit=10_000).tasks:
        if task.handler.startswith(OURS):
            run_task(task_id=task.id, now=now)
    refresh_money(now=now)


def computed(*days: date, now: datetime = NOON) -> None:
    """These days as the rows have them, whether or not anybody heard of them."""
    for day in days or (DAY,):
        mark_day(day=day, now=now)
    refresh_money(now=now)


def forget_events() -> None:
    """As if nothing had been told yet."""
    Event.objects.all().delete()


def rows(sql: str) -> list[tuple[object, ...]]:
    """What a statement of the test's own answers."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
