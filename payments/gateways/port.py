"""The port every gateway is reached through: values in, values out, named errors.

Stripe-shaped: a payment has an own reference, a next action and an idempotency key
(the order id plays that part at Midtrans). A gateway's words never leave its adapter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from kernel.money import Rupiah


class NoticeState(StrEnum):
    """What a gateway says of a payment, in our words."""

    AWAITING_PAYER = "awaiting_payer"
    PAID = "paid"
    DENIED = "denied"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    FAILED = "failed"
    PART_REFUNDED = "part_refunded"
    REFUNDED = "refunded"
    DISPUTED = "disputed"


# What tells that the payer's money came in, whatever became of it since.
WITH_MONEY = frozenset(
    {
        NoticeState.PAID,
        NoticeState.PART_REFUNDED,
        NoticeState.REFUNDED,
        NoticeState.DISPUTED,
    }
)


@dataclass(frozen=True, slots=True)
class ChannelTerms:
    """What a gateway lets one channel do. Both limits are inclusive.

    Within `reversal_window` of being paid the bank may still take the money back. What
    is not refundable can only be given back from bank to bank.
    """

    minimum: Rupiah
    maximum: Rupiah
    lifetime: timedelta
    reversal_window: timedelta = timedelta(0)
    is_refundable: bool = False

    def fits(self, amount: Rupiah) -> bool:
        """Whether one payment over this channel may have this amount."""
        return self.minimum <= amount <= self.maximum


@dataclass(frozen=True, slots=True)
class Order:
    """What a payer is asked for. `reference` is our payment's code, never reused."""

    reference: str
    channel: str
    amount: Rupiah
    created_at: datetime
    expires_at: datetime
    description: str


@dataclass(frozen=True, slots=True)
class NextAction:
    """What the payer needs to pay; only the fields of the channel are set."""

    qr_string: str = ""
    va_bank: str = ""
    va_number: str = ""
    biller_code: str = ""
    bill_key: str = ""

    def __bool__(self) -> bool:
        """Whether there is anything to pay with."""
        return bool(self.qr_string or self.va_number or self.bill_key)


@dataclass(frozen=True, slots=True)
class RefundNotice:
    """One refund as the gateway tells it. `confirmed_at` comes with a later notice.

    `key` is the one we asked under; empty, if it was not asked for here.
    """

    reference: str
    amount: Rupiah
    reason: str
    told_at: datetime
    confirmed_at: datetime | None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """The truth about one payment, as the gateway answers when asked.

    `received` is what the payer paid (zero before). All instants are in UTC.
    """

    gateway: str
    reference: str
    gateway_reference: str
    state: NoticeState
    amount: Rupiah
    received: Rupiah
    paid_at: datetime | None
    channel: str
    next_action: NextAction = field(default_factory=NextAction)
    expires_at: datetime | None = None
    refunds: Sequence[RefundNotice] = ()


@dataclass(frozen=True, slots=True)
class Hint:
    """What a webhook's body claims, before anybody has been asked for the truth."""

    reference: str
    gateway_reference: str


class Gateway(Protocol):
    """A gateway. Every method may raise the errors below; none touches a table."""

    @property
    def name(self) -> str:
        """The word under which payments remember their gateway."""

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the dates in its reports."""

    @property
    def channels(self) -> Mapping[str, ChannelTerms]:
        """The channels it offers us, with their terms."""

    def create_payment(self, order: Order) -> Notice:
        """Ask for a payment. Repeating it with the same order id is safe."""

    def look_up(self, reference: str) -> Notice:
        """The truth about our reference (or the gateway's own).

        Raises:
            UnknownAtGateway: nothing was ever created under it.
        """

    def cancel_payment(self, reference: str) -> Notice:
        """Cancel an unpaid payment; answers the truth, which may be PAID."""

    def refund(self, reference: str, amount: Rupiah, key: str, reason: str) -> Notice:
        """Give money back through the gateway; `key` makes repeating it safe."""

    def check_signature(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Whether a webhook's body is signed by the gateway."""

    def read_hint(self, body: bytes) -> Hint:
        """What a webhook's body claims.

        Raises:
            UnreadableBody: it is not a body this gateway sends.
        """


class GatewayError(Exception):
    """A gateway's answer, told in our words. Plain text only, so it pickles."""


class GatewayUnavailable(GatewayError):
    """No answer; the order may exist. Look it up before asking again."""


class GatewayRefused(GatewayError):
    """Answered no; asking again will not help."""


class AmountRefused(GatewayRefused):
    """The amount does not fit the channel, or not the refundable rest."""


class DuplicateReference(GatewayRefused):
    """The reference was used before; look it up."""


class IllegalTransition(GatewayRefused):
    """The payment is no longer in a state that allows this."""


class UnknownAtGateway(GatewayRefused):
    """The gateway knows nothing under this reference."""


class NotAuthorised(GatewayError):
    """The gateway refuses our keys: a matter of configuration, not of this payment."""


class UnreadableBody(GatewayError):
    """A body or answer in a shape this gateway never sends; the order may exist."""
