"""Our channels in Midtrans' words: limits, lifetimes and what a charge must say.

Limits: docs.midtrans.com, "Is there a minimum and maximum transaction value"
(2026-03-30). Lifetimes are ours, within what "Core API advanced features" allows.
Refunds: "What payment method that have refund feature"; virtual accounts have none.
"""

from collections.abc import Mapping
from datetime import timedelta

from kernel.money import Rupiah
from payments.gateways.port import ChannelTerms

type Fragment = Mapping[str, object]

BILLION = 1_000_000_000
# The page gives BNI no maximum; the column of a bank's system has fifteen digits.
WITHOUT_MAXIMUM = Rupiah(10**15 - 1)
VA_LIFETIME = timedelta(hours=24)
# A settlement of Permata and Mandiri can become `deny` within one to five minutes
# ("Transaction status cycle"); twice that leaves time to ask again before a receipt.
REVERSAL_WINDOW = timedelta(minutes=10)


def _bank(
    maximum: Rupiah, minimum: int = 1, *, may_reverse: bool = False
) -> ChannelTerms:
    window = REVERSAL_WINDOW if may_reverse else timedelta(0)
    return ChannelTerms(Rupiah(minimum), maximum, VA_LIFETIME, window)


CHANNELS: Mapping[str, ChannelTerms] = {
    "qris": ChannelTerms(
        Rupiah(1), Rupiah(10_000_000), timedelta(minutes=15), is_refundable=True
    ),
    "va_bca": _bank(Rupiah(20 * BILLION), 10_000),
    "va_bni": _bank(WITHOUT_MAXIMUM),
    "va_bri": _bank(Rupiah(20 * BILLION)),
    "va_permata": _bank(Rupiah(9_999_999_999), may_reverse=True),
    "mandiri_bill": _bank(Rupiah(50 * BILLION), may_reverse=True),
}

# What a charge says besides order and amount.
CHARGE_FRAGMENTS: Mapping[str, Fragment] = {
    "qris": {"payment_type": "qris", "qris": {"acquirer": "gopay"}},
    "va_bca": {"payment_type": "bank_transfer", "bank_transfer": {"bank": "bca"}},
    "va_bni": {"payment_type": "bank_transfer", "bank_transfer": {"bank": "bni"}},
    "va_bri": {"payment_type": "bank_transfer", "bank_transfer": {"bank": "bri"}},
    "va_permata": {
        "payment_type": "bank_transfer",
        "bank_transfer": {"bank": "permata"},
    },
    "mandiri_bill": {
        "payment_type": "echannel",
        "echannel": {"bill_info1": "Retribusi", "bill_info2": "daerah"},
    },
}

# "API headers" names the channels that do not honour an Idempotency-Key.
WITHOUT_IDEMPOTENCY_KEY = frozenset({"va_permata"})
