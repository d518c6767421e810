"""What goes wrong in a month: paid twice, too late, taken back, unknown, lost.

Each is planted at the simulators, days before today, and lived through like the rest:
some end well, and some stay open findings, as in a real office.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial

from city.selectors import zone
from config.demo.history.payers import Payers, ask, open_kodes
from config.demo.history.season import dice
from config.demo.history.trade import objects_paid_in_cash
from config.demo.people import HEAD_OF_MARKETS, TREASURER, person
from payments.models import Payment
from payments.services import approve_refund, request_refund
from payments.transitions import PaymentState

# Of the notifications: 3 % get lost, 5 % come twice. Never of money without an order:
# nobody could ask about it.
LOSSES = {"drop": 0.03, "duplicate": 0.05}
MINUTE = timedelta(minutes=1)
STATIC_QR_IDR = (12_000, 18_000, 24_000, 30_000)
TRANSFERS = (
    (250_000, "UD BAHARI JAYA", "BAYAR RETRIBUSI LOS BULAN INI"),
    (150_000, "RAMLA MALIK", "RETRIBUSI"),
    (90_000, "CV TALANGAME", "SETORAN PASAR NOV"),
)

type Mishap = Callable[[Payers, str, datetime], None]


def plan_mishaps(payers: Payers, *, seed: int, day: date, today: date) -> None:
    """Put what goes wrong on this day on the agenda, each with a stall of its own."""
    due = [(at, mishap) for days, at, mishap in CALENDAR if days == (today - day).days]
    stalls = objects_paid_in_cash(seed)
    chosen = dice(seed, "mishaps", day).sample(stalls, len(due)) if due else []
    for (at, mishap), stall in zip(due, chosen, strict=True):
        instant = datetime.combine(day, at, tzinfo=zone())
        payers.agenda.at(instant, partial(mishap, payers, stall), "mishaps")


def set_losses(payers: Payers, seed: int) -> None:
    """From now on notifications get lost and doubled, as the dice of the seed fall."""
    payers.world.set_faults(**LOSSES, seed=seed)


def paid_twice(payers: Payers, stall: str, now: datetime) -> None:
    """A new attempt over a bank, paid; then the first code is paid all the same."""
    _pay_both(payers, stall, now)


def paid_twice_and_refunded(payers: Payers, stall: str, now: datetime) -> None:
    """As above; the payer comes to the counter the same day and gets it back."""
    first = _pay_both(payers, stall, now)
    if first is not None:
        payers.agenda.at(now + 180 * MINUTE, partial(_ask_refund, payers, first))


def expired_and_paid(payers: Payers, stall: str, now: datetime) -> None:
    """The code has run out, and the wallet's acquirer takes the money anyway."""
    payment = ask(open_kodes(stall, 1), "qris", now)
    if payment is not None:
        late = partial(payers.settle, payment, is_late=True)
        payers.agenda.at(now + 40 * MINUTE, late)


def taken_back(payers: Payers, stall: str, now: datetime) -> None:
    """The bank reverses within minutes; the payer pays again on the same day."""
    payment = ask(open_kodes(stall, 1), "va_permata", now)
    if payment is None:
        return
    payers.agenda.at(now + 2 * MINUTE, partial(payers.settle, payment))
    payers.agenda.at(now + 5 * MINUTE, partial(_reverse, payers, payment))
    again = partial(_pay_again, payers, stall)
    payers.agenda.at(now + 120 * MINUTE, again)


def unknown_order(payers: Payers, stall: str, now: datetime) -> None:
    """Somebody pays over the printed merchant QR: money without a bill."""
    payers.world.set_faults()
    payers.world.pay_unknown(dice(now.day, stall).choice(STATIC_QR_IDR))
    payers.machine.hear(now)
    payers.world.set_faults(**LOSSES)


def transfer_without_reference(payers: Payers, _stall: str, now: datetime) -> None:
    """Somebody transfers to the treasury account and writes nothing useful."""
    amount_idr, sender, description = TRANSFERS[now.day % len(TRANSFERS)]
    payers.world.transfer(amount_idr=amount_idr, sender=sender, description=description)


def payout_lost(payers: Payers, _stall: str, _now: datetime) -> None:
    """The bank loses the next payout while the gateway believes it arrived."""
    payers.world.lose_payouts(1)


def payout_found(payers: Payers, _stall: str, now: datetime) -> None:
    """The bank has found the first payout it lost, and books it."""
    lost = payers.world.lost_payouts()
    if lost:
        on = now.astimezone(zone()).date()
        payers.world.credit_lost_payout(lost[0], on=on)


# Days before today, the time of day, what happens.
CALENDAR: tuple[tuple[int, time, Mishap], ...] = (
    (26, time(9, 40), paid_twice),
    (24, time(10, 25), unknown_order),
    (22, time(8, 50), expired_and_paid),
    (21, time(6, 30), payout_lost),
    (19, time(9, 5), paid_twice_and_refunded),
    (17, time(11, 15), paid_twice),
    (17, time(9, 30), payout_found),
    (15, time(13, 10), transfer_without_reference),
    (12, time(10, 45), taken_back),
    (11, time(8, 20), expired_and_paid),
    (9, time(9, 55), paid_twice),
    (7, time(6, 30), payout_lost),
    (4, time(9, 20), expired_and_paid),
    (3, time(9, 45), paid_twice_and_refunded),
    (3, time(11, 30), unknown_order),
    (2, time(10, 10), paid_twice),
    (2, time(13, 30), transfer_without_reference),
    (1, time(10, 35), taken_back),
)


def _pay_both(payers: Payers, stall: str, now: datetime) -> Payment | None:
    """Two attempts of one bill; answers the first, which is paid last."""
    kodes = open_kodes(stall, 1)
    first = ask(kodes, "qris", now)
    second = ask(kodes, "va_bri", now)
    if first is None or second is None:
        return None
    # The older attempt is cancelled at its gateway, which tells nobody's wallet.
    payers.machine.relay(now)
    payers.agenda.at(now + 3 * MINUTE, partial(payers.settle, second))
    payers.agenda.at(now + 4 * MINUTE, partial(payers.settle, first, is_late=True))
    return first


def _ask_refund(payers: Payers, payment: Payment, now: datetime) -> None:
    """The treasurer asks, the head of the office agrees half an hour later."""
    payment.refresh_from_db()
    if payment.state != PaymentState.PAID:
        return
    request = request_refund(
        code=payment.code,
        amount=payment.kept,
        reason="Dibayar dua kali: QRIS lama tetap dibayar setelah pindah ke bank",
        person=person(TREASURER),
        now=now,
    )
    payers.agenda.at(now + 30 * MINUTE, partial(_agree, payers, request.pk))


def _agree(payers: Payers, request_id: int, now: datetime) -> None:
    approve_refund(request_id=request_id, person=person(HEAD_OF_MARKETS), now=now)
    payers.machine.relay(now)
    payers.machine.hear(now)


def _reverse(payers: Payers, payment: Payment, now: datetime) -> None:
    payers.world.reverse(payment.code)
    payers.machine.hear(now)


def _pay_again(payers: Payers, stall: str, now: datetime) -> None:
    payers.pay(object_code=stall, bills_max=1, now=now)
