"""What a bank simulator can be told at its start."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from simulators.bank.books import Account
from simulators.serving import Options


@dataclass(frozen=True)
class Settings:
    accounts: list[Account]
    bank_name: str
    zone: ZoneInfo


@dataclass(frozen=True)
class Start:
    host: str
    port: int
    state: str
    settings: Settings


def read_accounts(text: str) -> list[Account]:
    """`number:name:opening`, several separated by commas."""
    accounts = []
    for one in text.split(","):
        number, name, opening = one.split(":")
        accounts.append(Account(number.strip(), name.strip(), int(opening)))
    return accounts


def read_start(arguments: Sequence[str] | None = None) -> Start:
    """Read flags and environment; ends the process with a sentence when one is bad."""
    options = Options("simulators.bank", "BANK_SIMULATOR", port=8200)
    add = options.add
    add(
        "--accounts",
        "1520012345678:RKUD KOTA CONTOH:0",
        "number:name:opening balance in rupiah, several with commas",
        _accounts_or_sentence,
    )
    add("--bank-name", "BANK CONTOH DAERAH", "name at the head of a statement")
    add("--timezone", "Asia/Jakarta", "time zone of its business days", _zone)
    given = options.parser.parse_args(arguments)
    settings = Settings(given.accounts, given.bank_name, given.timezone)
    return Start(given.host, given.port, given.state, settings)


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError):
        raise argparse.ArgumentTypeError(f"{text!r} is not a time zone") from None


def _accounts_or_sentence(text: str) -> list[Account]:
    try:
        return read_accounts(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not number:name:opening"
        ) from None
