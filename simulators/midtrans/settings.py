"""What a Midtrans simulator can be told at its start."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from simulators.midtrans.qr import Merchant
from simulators.serving import Options, loopback_url


@dataclass(frozen=True)
class Settings:
    server_key: str
    merchant_id: str
    merchant: Merchant
    notify_url: str = ""
    bank_url: str = ""
    payout_days: int = 1
    holidays: frozenset[date] = frozenset()
    qris_mdr_bp: int = 0
    va_fee_idr: int = 4_000
    retry_scale: float = 1.0
    webhook_timeout_seconds: float = 15.0
    mirrors_http_code: bool = False
    seed: int = 0


@dataclass(frozen=True)
class Start:
    """Where to listen and keep the state, and the settings of the gateway."""

    host: str
    port: int
    state: str
    settings: Settings


def _holidays(path: str) -> frozenset[date]:
    if not path:
        return frozenset()
    return frozenset(map(date.fromisoformat, json.loads(Path(path).read_text())))


def _payout_days(text: str) -> int:
    days = int(text)
    if days < 1:
        raise ValueError("a payout is never on the day of the payment")
    return days


def read_start(arguments: Sequence[str] | None = None) -> Start:
    """Read flags and environment; ends the process with a sentence when one is bad."""
    options = Options("simulators.midtrans", "MIDTRANS_SIMULATOR", port=8100)
    add = options.add
    add("--server-key", "SB-Mid-server-SIMULATOR", "the merchant's server key")
    add("--merchant-id", "G000000001", "the merchant's id")
    add("--merchant-name", "PEMERINTAH KOTA CONTOH", "payee shown by a wallet (≤ 25)")
    add("--merchant-city", "KOTA CONTOH", "its city (≤ 15)")
    add("--postal-code", "10110", "its postal code")
    add("--nmid", "ID1020000000001", "its national merchant id (15 characters)")
    add("--mcc", "9399", "its merchant category")
    add("--notify", "", "URL that gets the notifications", loopback_url)
    add("--bank", "", "bank simulator that gets the payouts", loopback_url)
    add("--payout-days", 1, "banking days from settlement to payout", _payout_days)
    add("--holidays", "", "JSON list of dates on which banks rest")
    add("--qris-mdr-bp", 0, "QRIS fee in basis points; 0 is people to government", int)
    add("--va-fee", 4_000, "virtual account fee in rupiah, without VAT", int)
    add("--retry-scale", 1.0, "factor on the waits between notifications", float)
    add("--webhook-timeout", 15.0, "seconds until a notification gives up", float)
    add("--mirror-http-code", 0, "1 answers the body's code as HTTP code too", int)
    add("--seed", 0, "seed of every fault", int)
    given = options.parser.parse_args(arguments)
    try:
        holidays = _holidays(given.holidays)
        merchant = Merchant(
            nmid=given.nmid,
            name=given.merchant_name[:25],
            city=given.merchant_city[:15],
            postal_code=given.postal_code,
            mcc=given.mcc,
        )
    except (OSError, ValueError) as error:
        options.parser.error(str(error))
    settings = Settings(
        server_key=given.server_key,
        merchant_id=given.merchant_id,
        merchant=merchant,
        notify_url=given.notify,
        bank_url=given.bank,
        payout_days=given.payout_days,
        holidays=holidays,
        qris_mdr_bp=given.qris_mdr_bp,
        va_fee_idr=given.va_fee,
        retry_scale=given.retry_scale,
        webhook_timeout_seconds=given.webhook_timeout,
        mirrors_http_code=bool(given.mirror_http_code),
        seed=given.seed,
    )
    return Start(given.host, given.port, given.state, settings)
