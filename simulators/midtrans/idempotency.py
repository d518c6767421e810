"""Idempotency-Key as the gateway has it: five minutes, successes only, body ignored."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from simulators.midtrans.answers import Body
from simulators.midtrans.channels import ChannelName

KEY_LENGTH_MAX = 46
KEPT_FOR = timedelta(minutes=5)


@dataclass(frozen=True)
class Kept:
    body: Body | None
    """None while the first call is still running."""
    until: datetime


class IdempotencyKeys:
    """One space of keys over all endpoints."""

    def __init__(self) -> None:
        self._kept: dict[str, Kept] = {}

    def find(self, key: str, now: datetime) -> Kept | None:
        kept = self._kept.get(key)
        if kept is not None and kept.body is not None and kept.until <= now:
            del self._kept[key]
            return None
        return kept

    def begin(self, key: str, now: datetime) -> None:
        self._kept[key] = Kept(None, now)

    def finish(self, key: str, body: Body, now: datetime) -> None:
        """Keep the answer when it is a success, else let the key go."""
        code = str(body["status_code"])
        if code.startswith("2") or code == "407":
            self._kept[key] = Kept(body, now + KEPT_FOR)
        else:
            self.abandon(key)

    def abandon(self, key: str) -> None:
        self._kept.pop(key, None)

    def clear(self) -> None:
        self._kept.clear()


def usable_key(header: str | None, body: Body) -> str:
    """The key of a call, or nothing: too long ones and Permata's are ignored."""
    if not header or len(header) > KEY_LENGTH_MAX or _is_permata(body):
        return ""
    return header


def _is_permata(body: Body) -> bool:
    permata = ChannelName.PERMATA.value
    bank = body.get("bank_transfer")
    is_bank = isinstance(bank, dict) and bank.get("bank") == permata
    return is_bank or body.get("payment_type") == permata
