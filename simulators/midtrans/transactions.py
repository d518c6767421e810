"""A transaction, its refunds and the table of its states. Pure: no clock, no wire."""

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel

from simulators.midtrans.channels import CHANNELS, Channel, ChannelName
from simulators.midtrans.errors import CANNOT_MODIFY, Refusal


class Status(StrEnum):
    PENDING = "pending"
    SETTLEMENT = "settlement"
    DENY = "deny"
    CANCEL = "cancel"
    EXPIRE = "expire"
    PARTIAL_REFUND = "partial_refund"
    REFUND = "refund"


TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.PENDING: frozenset(
        {Status.SETTLEMENT, Status.DENY, Status.CANCEL, Status.EXPIRE}
    ),
    Status.SETTLEMENT: frozenset({Status.PARTIAL_REFUND, Status.REFUND, Status.DENY}),
    Status.PARTIAL_REFUND: frozenset({Status.PARTIAL_REFUND, Status.REFUND}),
    Status.DENY: frozenset(),
    Status.CANCEL: frozenset(),
    Status.EXPIRE: frozenset(),
    Status.REFUND: frozenset(),
}
"""As the gateway documents it, for channels without authorisation and chargeback."""


class Step(BaseModel):
    status: Status
    at: AwareDatetime


class Refund(BaseModel):
    refund_chargeback_id: int
    refund_key: str
    amount_idr: int
    reason: str
    method: str
    created_at: AwareDatetime
    bank_confirmed_at: AwareDatetime | None = None
    payout_id: str = ""


class Transaction(BaseModel):
    transaction_id: str
    order_id: str
    channel_name: ChannelName
    gross_idr: int
    created_at: AwareDatetime
    expires_at: AwareDatetime
    number: str = ""
    """The virtual account or Mandiri's bill key; empty for QRIS."""
    qr_string: str = ""
    notify_urls: list[str]
    custom_fields: dict[str, str] = {}
    metadata: dict[str, object] | None = None
    is_known: bool = True
    """Whether the merchant charged it; a static QR is paid without a charge."""

    history: list[Step]
    settled_at: AwareDatetime | None = None
    paid_idr: int | None = None
    issuer: str = ""
    reference: str = ""
    fee_idr: int = 0
    fee_vat_idr: int = 0
    refunds: list[Refund] = []
    payout_id: str = ""

    @property
    def status(self) -> Status:
        return self.history[-1].status

    @property
    def channel(self) -> Channel:
        return CHANNELS[self.channel_name]

    @property
    def amount_idr(self) -> int:
        """What was paid, and until then what is asked."""
        return self.gross_idr if self.paid_idr is None else self.paid_idr

    @property
    def refunded_idr(self) -> int:
        return sum(refund.amount_idr for refund in self.refunds)

    @property
    def is_settled(self) -> bool:
        """Whether the merchant has, or had until a refund, a claim to the money."""
        return self.status in (
            Status.SETTLEMENT,
            Status.PARTIAL_REFUND,
            Status.REFUND,
        )

    @property
    def frees_order_id(self) -> bool:
        return self.status is Status.CANCEL

    @property
    def is_on_us(self) -> bool:
        """Whether issuer and acquirer are one, which widens the refund window."""
        return self.issuer == self.channel.acquirer

    def move(self, to: Status, at: datetime) -> None:
        """Change the state; raises Refusal 412 for a change the table has not."""
        if to not in TRANSITIONS[self.status]:
            raise Refusal(412, CANNOT_MODIFY)
        self.history.append(Step(status=to, at=at))

    def settle(self, amount_idr: int, issuer: str, at: datetime) -> None:
        self.move(Status.SETTLEMENT, at)
        self._take_money(amount_idr, issuer, at)

    def settle_late(self, amount_idr: int, issuer: str, at: datetime) -> None:
        """Take money after the end, as an acquirer may: a QR carries no expiry.

        The table has no such change, and the merchant must be able to live with it.
        """
        unpaid_ends = (Status.EXPIRE, Status.CANCEL, Status.DENY)
        if self.paid_idr is not None or self.status not in unpaid_ends:
            raise Refusal(412, CANNOT_MODIFY)
        self.history.append(Step(status=Status.SETTLEMENT, at=at))
        self._take_money(amount_idr, issuer, at)

    def reverse(self, at: datetime) -> None:
        """Give the money back minutes after settlement, where the channel does so."""
        window = self.channel.reversal_window
        is_in_time = self.settled_at is not None and at <= self.settled_at + window
        if self.status is not Status.SETTLEMENT or not window or not is_in_time:
            raise Refusal(412, CANNOT_MODIFY)
        self.move(Status.DENY, at)

    def add_refund(self, refund: Refund) -> None:
        is_whole = self.refunded_idr + refund.amount_idr == self.amount_idr
        to = Status.REFUND if is_whole else Status.PARTIAL_REFUND
        self.move(to, refund.created_at)
        self.refunds.append(refund)

    def refund_window(self) -> timedelta:
        channel = self.channel
        return channel.refund_on_us if self.is_on_us else channel.refund_off_us

    def _take_money(self, amount_idr: int, issuer: str, at: datetime) -> None:
        self.paid_idr = amount_idr
        self.issuer = issuer
        self.settled_at = at
