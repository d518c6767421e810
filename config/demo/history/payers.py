"""Payers: they choose bills and a channel, look at the code, and pay or forget it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from config.demo.history.agenda import Agenda
from config.demo.history.machine import Machine
from config.demo.history.season import channel_of, dice
from config.demo.world import World
from kernel.errors import RempahError
from levies.models import Bill
from payments.models import Payment
from payments.services import request_payment
from payments.transitions import OPEN

# A lost notification is found by the poller, which asks again after half a minute.
ASKED_AFTER = timedelta(seconds=45)
# After the time in which Permata and Mandiri may take a payment back.
FINAL_AFTER = timedelta(minutes=11)
FORGETFUL_OF_HUNDRED = 4


class Payers:
    """What payers do with bills, in the moment that the agenda gives."""

    def __init__(
        self, *, seed: int, agenda: Agenda, world: World, machine: Machine
    ) -> None:
        self._seed = seed
        self.agenda = agenda
        self.world = world
        self.machine = machine

    def pay(self, *, object_code: str, bills_max: int, now: datetime) -> None:
        """Pay the latest open bills of an object: some minutes pass at the code."""
        kodes = open_kodes(object_code, bills_max)
        draw = dice(self._seed, "pay", object_code, now.date(), len(kodes))
        payment = ask(kodes, channel_of(draw), now)
        if payment is None or draw.randrange(100) < FORGETFUL_OF_HUNDRED:
            return
        wait = timedelta(seconds=draw.randrange(25, 200))
        self.agenda.at(now + wait, lambda at: self.settle(payment, at))

    def settle(self, payment: Payment, now: datetime, *, is_late: bool = False) -> None:
        """The money goes off; we hear of it, or else ask some time later."""
        self.world.pay(payment.code, is_late=is_late)
        self.machine.hear(now)
        payment.refresh_from_db()
        if payment.state in OPEN:
            self.agenda.at(now + ASKED_AFTER, self.machine.look)
        elif payment.final_after is not None and payment.final_after > now:
            self.agenda.at(now + FINAL_AFTER, self.machine.look)


def open_kodes(object_code: str, bills_max: int) -> list[str]:
    """The kode bayar of an object's latest open bills."""
    bills = Bill.objects.open().filter(levy_object__code=object_code)
    newest = bills.order_by("-period_from").values_list("kode_bayar", flat=True)
    return list(newest[:bills_max])


def ask(kodes: Sequence[str], channel: str, now: datetime) -> Payment | None:
    """Ask for a payment as a payer does; over QRIS where the channel refuses."""
    if not kodes:
        return None
    try:
        return request_payment(kodes=kodes, channel=channel, now=now)
    except RempahError:
        if channel == "qris":
            return None
        return ask(kodes, "qris", now)
