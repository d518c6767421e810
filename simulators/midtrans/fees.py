"""What the gateway keeps of a payment: its fee, and the tax on that fee."""

from dataclasses import dataclass

from simulators.midtrans.settings import Settings
from simulators.midtrans.transactions import Transaction

VAT_PERCENT = 11


@dataclass(frozen=True)
class Fee:
    fee_idr: int
    vat_idr: int


def fee_of(transaction: Transaction, settings: Settings) -> Fee:
    """A share of a QRIS payment, one price for a virtual account; halves go up."""
    fee_idr = settings.va_fee_idr
    if transaction.channel.is_qris:
        fee_idr = (transaction.amount_idr * settings.qris_mdr_bp + 5_000) // 10_000
    return Fee(fee_idr, (fee_idr * VAT_PERCENT + 50) // 100)
