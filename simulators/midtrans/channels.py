"""What differs from channel to channel, as one table."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from simulators.midtrans.errors import INACTIVE_CHANNEL, Refusal, invalid


class ChannelName(StrEnum):
    QRIS = "qris"
    BCA = "bca"
    BNI = "bni"
    BRI = "bri"
    PERMATA = "permata"
    MANDIRI_BILL = "mandiri_bill"


@dataclass(frozen=True)
class Channel:
    """One way to pay. Amount limits are the acquirer's, in rupiah."""

    name: ChannelName
    payment_type: str
    message: str
    acquirer: str
    maximum_idr: int
    minimum_idr: int = 1
    expiry: timedelta = timedelta(hours=24)
    expiry_max: timedelta = timedelta(days=180)
    number_prefix: str = ""
    number_digits: int = 0
    custom_digits: tuple[int, int] = (0, 0)
    """Least and most digits of a number that the merchant chooses."""
    reversal_window: timedelta = timedelta(0)
    refund_on_us: timedelta = timedelta(0)
    refund_off_us: timedelta = timedelta(0)
    """Zero where the channel has no refund at all."""
    tells_paid_amount: bool = False
    """Whether a notice fills `payment_amounts` (BNI does, BCA and BRI do not)."""
    honours_idempotency_key: bool = True

    @property
    def is_qris(self) -> bool:
        return self.name is ChannelName.QRIS


BILLION = 1_000_000_000
UNLIMITED_IDR = 10**15
MANDIRI_BILLER_CODE = "70012"
REVERSAL_WINDOW = timedelta(minutes=5)


def _bank(
    name: ChannelName,
    maximum_idr: int,
    prefix: str,
    custom_digits: tuple[int, int],
    *,
    minimum_idr: int = 1,
    tells_paid_amount: bool = False,
) -> Channel:
    return Channel(
        name=name,
        payment_type="bank_transfer",
        message="Success, Bank Transfer transaction is created",
        acquirer=name.value,
        minimum_idr=minimum_idr,
        maximum_idr=maximum_idr,
        number_prefix=prefix,
        number_digits=custom_digits[1],
        custom_digits=custom_digits,
        tells_paid_amount=tells_paid_amount,
    )


_ALL = [
    Channel(
        name=ChannelName.QRIS,
        payment_type="qris",
        message="QRIS transaction is created",
        acquirer="gopay",
        maximum_idr=10_000_000,
        expiry=timedelta(minutes=15),
        expiry_max=timedelta(days=7),
        refund_on_us=timedelta(days=45),
        refund_off_us=timedelta(days=7),
    ),
    _bank(ChannelName.BCA, 20 * BILLION, "14153", (6, 11), minimum_idr=10_000),
    _bank(ChannelName.BNI, UNLIMITED_IDR, "98881502", (1, 8), tells_paid_amount=True),
    _bank(ChannelName.BRI, 20 * BILLION, "13281", (1, 13)),
    Channel(
        name=ChannelName.PERMATA,
        payment_type="bank_transfer",
        message="Success, PERMATA VA transaction is successful",
        acquirer="permata",
        maximum_idr=9_999_999_999,
        number_prefix="856200",
        number_digits=10,
        custom_digits=(10, 10),
        reversal_window=REVERSAL_WINDOW,
        honours_idempotency_key=False,
    ),
    Channel(
        name=ChannelName.MANDIRI_BILL,
        payment_type="echannel",
        message="OK, Mandiri Bill transaction is successful",
        acquirer="mandiri",
        maximum_idr=50 * BILLION,
        number_digits=12,
        custom_digits=(1, 12),
        reversal_window=REVERSAL_WINDOW,
    ),
]
CHANNELS: dict[ChannelName, Channel] = {channel.name: channel for channel in _ALL}

_KNOWN_ELSEWHERE = frozenset(
    {"akulaku", "cimb", "credit_card", "cstore", "danamon_online", "dana"}
    | {"gopay", "kredivo", "ovo", "shopeepay"}
)
"""Channels that the real gateway has and this merchant has not activated."""


def channel_of(body: dict[str, object]) -> Channel:
    """The channel that a charge asks for; raises Refusal 400 or 402."""
    payment_type = body.get("payment_type")
    match payment_type:
        case "qris":
            return _qris(body.get("qris"))
        case "echannel":
            return CHANNELS[ChannelName.MANDIRI_BILL]
        case "permata":
            return CHANNELS[ChannelName.PERMATA]
        case "bank_transfer":
            return _bank_transfer(body.get("bank_transfer"))
    if payment_type in _KNOWN_ELSEWHERE:
        raise Refusal(402, INACTIVE_CHANNEL)
    raise invalid("payment_type is invalid")


def _qris(details: object) -> Channel:
    acquirer = (
        details.get("acquirer", "gopay") if isinstance(details, dict) else "gopay"
    )
    if acquirer == "airpay shopee":
        raise Refusal(402, INACTIVE_CHANNEL)
    if acquirer != "gopay":
        raise invalid("qris.acquirer is invalid")
    return CHANNELS[ChannelName.QRIS]


def _bank_transfer(details: object) -> Channel:
    if not isinstance(details, dict):
        raise invalid("bank_transfer is required")
    bank = details.get("bank")
    if bank in _KNOWN_ELSEWHERE:
        raise Refusal(402, INACTIVE_CHANNEL)
    for channel in CHANNELS.values():
        if channel.payment_type == "bank_transfer" and channel.name == bank:
            return channel
    raise invalid("bank_transfer.bank is invalid")
