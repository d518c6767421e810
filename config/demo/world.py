"""The hidden hand of the simulators: the demo's payers, banks and mishaps act by it."""

from datetime import date, datetime
from typing import Any

import requests  # noqa: TID251 (the simulators' control)
from django.conf import settings

from city.selectors import business_date_of
from kernel import clock

SIMULATOR_SECONDS = 30


class World:
    """Gateway and bank, asked over kept-alive connections; one clock for all."""

    def __init__(self) -> None:
        self._session = requests.Session()
        self._session.trust_env = False

    def tell_time(self, *, bank_too: bool = True) -> None:
        """Give both the site's clock; the bank first, to date the payouts."""
        offset = int(clock.offset().total_seconds())
        if bank_too:
            self._bank("clock", offset_seconds=offset)
        self._gateway("clock", offset_seconds=offset)

    def pay(self, code: str, *, is_late: bool = False) -> None:
        """Somebody pays an order in their wallet or bank; also one that was closed."""
        self._gateway("pay", order_id=code, late=is_late)

    def reverse(self, code: str) -> None:
        """The bank takes the money of an order back."""
        self._gateway("reverse", order_id=code)

    def pay_unknown(self, amount_idr: int) -> None:
        """Somebody pays over the merchant's static QR: no order of ours."""
        self._gateway("unknown", amount=amount_idr, channel="qris")

    def drain(self) -> None:
        """Wait until every notification that is due has been tried."""
        self._gateway("drain")

    def set_faults(self, **faults: float) -> None:
        """Let notifications get lost or come twice; nothing ends it."""
        self._gateway("faults", **faults)

    def transfer(self, *, amount_idr: int, sender: str, description: str) -> None:
        """Somebody transfers into the treasury account without any reference."""
        self.tell_time()
        self._bank(
            "transfer", amount=amount_idr, sender=sender, description=description
        )

    def deposit_cash(self, *, amount_idr: int, number: str, on: date) -> None:
        """A treasurer pays cash in at the counter, with the number of the slip."""
        self._bank(
            "cash-deposit", amount=amount_idr, reference=number, date=on.isoformat()
        )

    def lose_payouts(self, count: int) -> None:
        """Let the bank lose the next payouts, while it tells the sender all is well."""
        self._bank("faults", drop_payouts=count)

    def lost_payouts(self) -> list[str]:
        """The references of the payouts that the bank has lost."""
        answer = self._session.get(
            f"{settings.BANK_URL}/_control/faults", timeout=SIMULATOR_SECONDS
        )
        answer.raise_for_status()
        lost: list[str] = answer.json()["dropped"]
        return lost

    def credit_lost_payout(self, reference: str, *, on: date) -> None:
        """The bank finds a lost payout and books it, days late."""
        answer = self._session.get(
            f"{settings.MIDTRANS['url']}/_control/payouts", timeout=SIMULATOR_SECONDS
        )
        answer.raise_for_status()
        (payout,) = (
            one for one in answer.json()["payouts"] if one["withdrawal_id"] == reference
        )
        self._bank(
            "credit",
            reference=reference,
            amount=payout["amount_idr"],
            description=f"MIDTRANS PAYOUT {reference}",
            value_date=on.isoformat(),
        )

    def _gateway(self, name: str, **command: object) -> None:
        self._post(f"{settings.MIDTRANS['url']}/_control/{name}", command)

    def _bank(self, name: str, **command: object) -> None:
        self._post(f"{settings.BANK_URL}/_control/{name}", command)

    def _post(self, url: str, command: dict[str, Any]) -> None:
        answer = self._session.post(url, json=command, timeout=SIMULATOR_SECONDS)
        answer.raise_for_status()


def move_clock(world: World, target: datetime) -> datetime:
    """Move site and simulators to `target`, unless they are past it; the new now.

    The bank hears of a new day only: it dates by its clock nothing but transfers.
    """
    before = clock.now()
    if target > before:
        clock.move(target)
        is_new_day = business_date_of(target) != business_date_of(before)
        world.tell_time(bank_too=is_new_day)
    return clock.now()
