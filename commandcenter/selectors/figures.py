"""All that the command centre shows, asked for once, and its tables as rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from commandcenter.selectors.money import (
    NOTHING,
    NOTHING_BILLED,
    Billed,
    BilledBreakdown,
    Breakdown,
    Sums,
    billed_of_year,
    days_until,
    money_of_day,
    money_of_year,
)
from commandcenter.selectors.places import CityMap, Names, Ward, city_map, names
from commandcenter.selectors.services import Services, services_now
from commandcenter.selectors.targets import Targets, targets_of_year
from commandcenter.selectors.trust import Trust, trust_of_year
from kernel.money import Rupiah, total
from ledger.selectors import realised_revenue

DAYS_SHOWN = 30
PERMILLE = 1000
CASH = "cash"


@dataclass(frozen=True, slots=True)
class Figures:
    """The city's money today and this year, and whether it is the ledger's."""

    on: date
    today: Breakdown
    year: Breakdown
    days: list[tuple[date, Sums]]
    billed: BilledBreakdown
    realised: Rupiah
    targets: Targets
    trust: Trust
    names: Names
    map: CityMap
    services: Services


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One kelurahan of the map; no ward: money whose kelurahan nobody knows.

    `market`: the market it belongs to, when that at least is known.
    """

    ward: Ward | None
    name: str
    paid: Sums
    billed: Billed
    reports: int
    market: int | None = None

    @property
    def mark(self) -> str:
        """What tells it from every other, as a part of an address."""
        if self.ward:
            return self.ward.code
        return f"pasar-{self.market}" if self.market else "tanpa"

    @property
    def permille(self) -> int | None:
        """Paid of what was billed there, rounded down; None: nothing was billed."""
        return permille_of(self.billed.paid, self.billed.amount)

    @property
    def percent(self) -> str | None:
        """The same in words."""
        return percent_of(self.billed.paid, self.billed.amount)


@dataclass(frozen=True, slots=True)
class NamedRow:
    """One levy, market or channel: today and this year."""

    name: str
    today: Sums
    year: Sums
    billed: Billed

    @property
    def percent(self) -> str | None:
        """Paid of what was billed for this year; None: nothing was billed."""
        return percent_of(self.billed.paid, self.billed.amount)


def figures_of(*, on: date, now: datetime) -> Figures:
    """What is shown on a day: a bounded number of queries, to roll-ups and names."""
    realised = realised_revenue(first_on=date(on.year, 1, 1), last_on=on)
    # An approved permit is billed from the next month on: its bill is of this year too.
    billed = billed_of_year(date(on.year, 12, 31))
    year = money_of_year(on)
    return Figures(
        on=on,
        today=money_of_day(on),
        year=year,
        days=days_until(on, count=DAYS_SHOWN),
        billed=billed,
        realised=total([one.amount for one in realised]),
        targets=targets_of_year(on),
        trust=trust_of_year(today=on, days=DAYS_SHOWN, now=now),
        names=names(),
        map=city_map(spare=len({*year.nowhere, *billed.nowhere, None})),
        services=services_now(on=on, now=now),
    )


def permille_of(part: Rupiah, whole: Rupiah) -> int | None:
    """Whole per mille, rounded down, so that 1000 means all of it; None: of nothing."""
    return part.amount * PERMILLE // whole.amount if whole.amount > 0 else None


def percent_of(part: Rupiah, whole: Rupiah) -> str | None:
    """`55,9%`, rounded down; all and nothing are `100%` and `0%`. All are said so."""
    permille = permille_of(part, whole)
    if permille is None:
        return None
    is_whole = permille % PERMILLE == 0
    return f"{number_format(Decimal(permille) / 10, 0 if is_whole else 1)}%"


def place_rows(figures: Figures) -> list[PlaceRow]:
    """Every kelurahan, and last the money and bills of none: together it is all."""
    year, billed = figures.year.by_kelurahan, figures.billed.by_kelurahan
    reports = figures.services.reports.open_by_code
    rows = [
        PlaceRow(
            ward,
            ward.name,
            year.get(ward.id, NOTHING),
            billed.get(ward.id, NOTHING_BILLED),
            reports.get(ward.code, 0),
        )
        for ward in figures.map.wards
    ]
    nowhere = PlaceRow(
        None,
        _("Kelurahan belum diketahui"),
        year.get(None, NOTHING),
        billed.get(None, NOTHING_BILLED),
        reports.get("", 0),
    )
    return [*rows, nowhere]


def map_rows(figures: Figures) -> list[PlaceRow]:
    """The same money as `place_rows`; what has no kelurahan by the market it is of."""
    *wards, nowhere = place_rows(figures)
    paid, billed = figures.year.nowhere, figures.billed.nowhere
    markets = [
        PlaceRow(
            None,
            name,
            paid.get(market, NOTHING),
            billed.get(market, NOTHING_BILLED),
            0,
            market,
        )
        for market, name in figures.names.markets.items()
        if market in paid or market in billed
    ]
    rest = PlaceRow(
        None,
        nowhere.name,
        paid.get(None, NOTHING),
        billed.get(None, NOTHING_BILLED),
        nowhere.reports,
    )
    is_any = rest.paid.revenue or rest.billed.amount or rest.reports
    return [*wards, *markets, *([rest] if is_any else [])]


def levy_rows(figures: Figures) -> list[NamedRow]:
    """Levies with money or bills this year, the largest first."""
    return _named(
        figures.names.levies,
        figures.today.by_levy,
        figures.year.by_levy,
        figures.billed.by_levy,
    )


def market_rows(figures: Figures) -> list[NamedRow]:
    """Markets with money or bills this year, the largest first."""
    return _named(
        figures.names.markets,
        figures.today.by_market,
        figures.year.by_market,
        figures.billed.by_market,
    )


def channel_rows(figures: Figures) -> list[NamedRow]:
    """Ways of paying that were used this year, the largest first."""
    today, year = figures.today.by_channel, figures.year.by_channel
    rows = [
        NamedRow(
            figures.names.channels.get(channel) or _("Belum dikenal"),
            today.get(channel, NOTHING),
            sums,
            NOTHING_BILLED,
        )
        for channel, sums in year.items()
        if sums.revenue
    ]
    return _largest_first(rows)


def _named(
    known: Mapping[int, str],
    today: Mapping[int | None, Sums],
    year: Mapping[int | None, Sums],
    billed: Mapping[int | None, Billed],
) -> list[NamedRow]:
    rows = [
        NamedRow(
            name,
            today.get(key, NOTHING),
            year.get(key, NOTHING),
            billed.get(key, NOTHING_BILLED),
        )
        for key, name in known.items()
        if key in year or key in billed
    ]
    return _largest_first(rows)


def _largest_first(rows: list[NamedRow]) -> list[NamedRow]:
    return sorted(rows, key=lambda row: (-row.year.revenue.amount, row.name))


def rows_of(name: str, figures: Figures) -> Iterator[list[object]]:
    """One table as rows of cells, its head first; machine names, whole rupiah."""
    if name == "hari":
        yield ["tanggal", "dibayar_idr", "transaksi"]
        for day, sums in figures.days:
            yield [day, sums.revenue.amount, sums.payments]
    elif name == "kelurahan":
        yield ["kode", "kelurahan", "kecamatan", *_PAID, *_BILLED, "laporan_terbuka"]
        for place in place_rows(figures):
            ward = place.ward
            who = (
                [ward.code, ward.name, ward.kecamatan] if ward else ["", place.name, ""]
            )
            yield [*who, *_paid(place.paid), *_billed(place.billed), place.reports]
    else:
        yield [name, "dibayar_hari_ini_idr", *_PAID, *_BILLED]
        for row in TABLES[name](figures):
            yield [
                row.name,
                row.today.revenue.amount,
                *_paid(row.year),
                *_billed(row.billed),
            ]


TABLES = {"retribusi": levy_rows, "pasar": market_rows, "kanal": channel_rows}
TABLE_NAMES = ("hari", "kelurahan", *TABLES)
_PAID = ("dibayar_tahun_ini_idr", "transaksi")
_BILLED = ("ditetapkan_idr", "potensi_idr", "tagihan_idr", "terbayar_dari_tagihan_idr")


def _paid(sums: Sums) -> list[object]:
    return [sums.revenue.amount, sums.payments]


def _billed(billed: Billed) -> list[object]:
    sums = (billed.assessed, billed.expected, billed.amount, billed.paid)
    return [one.amount for one in sums]
