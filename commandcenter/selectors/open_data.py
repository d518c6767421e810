"""The same figures for everybody: no person in them, and no single payer's money."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commandcenter.grouping import Cell, Published, published
from commandcenter.models import RevenueMonth
from commandcenter.selectors.figures import (
    Figures,
    NamedRow,
    channel_rows,
    levy_rows,
    market_rows,
    place_rows,
)
from commandcenter.selectors.money import Billed, Sums


@dataclass(frozen=True, slots=True)
class Column:
    """One column as machines call it, as people do, and what it means."""

    name: str
    label: str | Promise
    meaning: str | Promise


KEYS = {
    "bulan": gettext_lazy("bulan uangnya dibayar, hari pertamanya"),
    "retribusi": gettext_lazy("jenis retribusi"),
    "pasar": gettext_lazy("pasar"),
    "kanal": gettext_lazy("cara membayar"),
    "tanggal": gettext_lazy("hari uangnya dibayar, menurut waktu kota"),
    "kode": gettext_lazy("kode kelurahan (Kemendagri); kosong: belum diketahui"),
    "kelurahan": gettext_lazy("nama kelurahan"),
}
VALUES = {
    "dibayar_idr": gettext_lazy(
        "rupiah yang dibayar, dikurangi yang dikembalikan kepada pembayar"
    ),
    "pembayaran": gettext_lazy("banyaknya pembayaran"),
    "ditetapkan_idr": gettext_lazy("rupiah yang ditetapkan dengan surat (SKRD)"),
    "potensi_idr": gettext_lazy("rupiah yang diharapkan tanpa surat, per hari"),
}

LABELS: Mapping[str, str | Promise] = {
    "bulan": gettext_lazy("Bulan"),
    "tanggal": gettext_lazy("Tanggal"),
    "retribusi": gettext_lazy("Retribusi"),
    "pasar": gettext_lazy("Pasar"),
    "kanal": gettext_lazy("Cara membayar"),
    "kode": gettext_lazy("Kode"),
    "kelurahan": gettext_lazy("Kelurahan"),
    "dibayar_idr": gettext_lazy("Dibayar"),
    "pembayaran": gettext_lazy("Pembayaran"),
    "ditetapkan_idr": gettext_lazy("Ditetapkan"),
    "potensi_idr": gettext_lazy("Potensi"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """One public table: title, its key and value columns, and what may be told."""

    name: str
    title: str | Promise
    keys: Sequence[str]
    values: Sequence[str]
    told: Published

    @property
    def columns(self) -> list[Column]:
        return [
            Column(name, LABELS[name], meaning)
            for name, meaning in {**KEYS, **VALUES}.items()
            if name in (*self.keys, *self.values)
        ]

    def rows(self) -> list[list[object]]:
        """The lines as cells; what is told together comes last, nothing if too few."""
        rows: list[list[object]] = [[*one.key, *one.values] for one in self.told.cells]
        if self.told.together:
            label = [_("digabung: kurang dari tiga pembayar")]
            label += [""] * (len(self.keys) - 1)
            if self.told.too_few:
                rows.append([*label, *("" for _value in self.values)])
            else:
                rows.append([*label, *self.told.together])
        return rows


def table_of(name: str, figures: Figures) -> Table:
    """One of the public tables."""
    title, keys, values, cells = TABLES[name]
    return Table(name, title, keys, values, published(cells(figures)))


def _months(figures: Figures) -> list[Cell]:
    span = (date(figures.on.year, 1, 1), figures.on)
    sums = (
        RevenueMonth.objects.filter(month__range=span, levy_type__isnull=False)
        .values_list("month", "levy_type_id")
        .annotate(Sum("revenue_idr"), Sum("payments"), Max("payers"))
        .order_by("month", "levy_type_id")
    )
    return [
        Cell((str(month), figures.names.levies[levy]), (int(paid), int(count)), payers)
        for month, levy, paid, count, payers in sums
    ]


def _days(figures: Figures) -> list[Cell]:
    return [
        Cell((str(day),), (sums.revenue.amount, sums.payments), sums.payers)
        for day, sums in figures.days
    ]


def _places(figures: Figures) -> list[Cell]:
    return [
        _with_bills((row.ward.code if row.ward else "", row.name), row.paid, row.billed)
        for row in place_rows(figures)
    ]


def _levies(figures: Figures) -> list[Cell]:
    return [
        _with_bills((row.name,), row.year, row.billed) for row in levy_rows(figures)
    ]


def _markets(figures: Figures) -> list[Cell]:
    rows = market_rows(figures)
    return [_with_bills((row.name,), row.year, row.billed) for row in rows]


def _channels(figures: Figures) -> list[Cell]:
    return [_paid(row) for row in channel_rows(figures)]


def _paid(row: NamedRow) -> Cell:
    sums = row.year
    return Cell((row.name,), (sums.revenue.amount, sums.payments), sums.payers)


def _with_bills(key: tuple[str, ...], paid: Sums, billed: Billed) -> Cell:
    """As few payers as stand behind any of its amounts."""
    behind = [paid.payers] if paid.revenue or paid.payments else []
    behind += [billed.payers] if billed.amount else []
    values = (
        paid.revenue.amount,
        paid.payments,
        billed.assessed.amount,
        billed.expected.amount,
    )
    return Cell(key, values, min(behind, default=0))


type Source = tuple[
    str | Promise, Sequence[str], Sequence[str], Callable[[Figures], list[Cell]]
]
_PAID = ("dibayar_idr", "pembayaran")
TABLES: Mapping[str, Source] = {
    "bulanan": (
        gettext_lazy("Per bulan dan jenis retribusi"),
        ("bulan", "retribusi"),
        _PAID,
        _months,
    ),
    "harian": (gettext_lazy("30 hari terakhir"), ("tanggal",), _PAID, _days),
    "retribusi": (
        gettext_lazy("Per jenis retribusi, tahun ini"),
        ("retribusi",),
        tuple(VALUES),
        _levies,
    ),
    "kelurahan": (
        gettext_lazy("Per kelurahan, tahun ini"),
        ("kode", "kelurahan"),
        tuple(VALUES),
        _places,
    ),
    "pasar": (
        gettext_lazy("Per pasar, tahun ini"),
        ("pasar",),
        tuple(VALUES),
        _markets,
    ),
    "kanal": (
        gettext_lazy("Per cara membayar, tahun ini"),
        ("kanal",),
        _PAID,
        _channels,
    ),
}
