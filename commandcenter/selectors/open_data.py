"""The same figures for everybody: no person in them, and no single payer's money."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commandcenter.grouping import Cell, Equation, Id, are_few, hidden_of
from commandcenter.models import RevenueMonth
from commandcenter.selectors.figures import DAYS_SHOWN, Figures
from commandcenter.selectors.money import NOTHING, NOTHING_BILLED, Billed, Sums
from commandcenter.selectors.payers import (
    BilledTo,
    PaidBy,
    Payers,
    billed_to_of_year,
    payers_of_days,
    payers_of_year,
)
from kernel.money import Rupiah, total


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
    "kode": gettext_lazy(
        "kode kelurahan (Kemendagri); kosong: belum diketahui, atau di pasar"
    ),
    "kelurahan": gettext_lazy("nama kelurahan, tanpa pasar-pasar di dalamnya"),
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


# Who stands behind a column: the payers of the money, or those whom bills are for.
PAID, ASSESSED, EXPECTED = "paid", "assessed", "expected"
MEASURES = {
    "dibayar_idr": PAID,
    "pembayaran": PAID,
    "ditetapkan_idr": ASSESSED,
    "potensi_idr": EXPECTED,
}
_PAID_ONLY = ("dibayar_idr", "pembayaran")
TITLES: Mapping[str, str | Promise] = {
    "bulanan": gettext_lazy("Per bulan dan jenis retribusi"),
    "harian": gettext_lazy("30 hari terakhir"),
    "retribusi": gettext_lazy("Per jenis retribusi, tahun ini"),
    "kelurahan": gettext_lazy("Per kelurahan di luar pasar, tahun ini"),
    "pasar": gettext_lazy("Per pasar, tahun ini"),
    "kanal": gettext_lazy("Per cara membayar, tahun ini"),
}
TABLE_KEYS: Mapping[str, Sequence[str]] = {
    "bulanan": ("bulan", "retribusi"),
    "harian": ("tanggal",),
    "retribusi": ("retribusi",),
    "kelurahan": ("kode", "kelurahan"),
    "pasar": ("pasar",),
    "kanal": ("kanal",),
}
# In the order of what was paid; the others in the order of their keys.
_BY_AMOUNT = ("retribusi", "pasar", "kanal")
NOBODY: Payers = frozenset()
# Everybody knows in which kelurahan a market lies, so no line has both: of a kelurahan
# with its markets, less these, one payer's money could be left.
INSIDE, OUTSIDE = gettext_lazy("di pasar"), gettext_lazy("di luar pasar")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is, and some of the payers behind each of its amounts."""

    key: tuple[str, ...]
    paid: Sums
    payers: Payers
    billed: Billed = NOTHING_BILLED
    billed_to: tuple[Payers, Payers] = (NOBODY, NOBODY)

    def value(self, column: str) -> int:
        return {
            "dibayar_idr": self.paid.revenue.amount,
            "pembayaran": self.paid.payments,
            "ditetapkan_idr": self.billed.assessed.amount,
            "potensi_idr": self.billed.expected.amount,
        }[column]

    def cell(self, measure: str) -> Cell:
        """What is shown or hidden at once; a payment of nothing is still told of."""
        if measure == PAID:
            return Cell(self.paid.revenue.amount or self.paid.payments, self.payers)
        if measure == ASSESSED:
            return Cell(self.billed.assessed.amount, self.billed_to[0])
        return Cell(self.billed.expected.amount, self.billed_to[1])


@dataclass(frozen=True, slots=True)
class Table:
    """One public table; `hidden`: measure and key of what is only told together."""

    name: str
    lines: Sequence[Line]
    hidden: frozenset[Id]

    @property
    def title(self) -> str | Promise:
        return TITLES[self.name]

    @property
    def keys(self) -> Sequence[str]:
        return TABLE_KEYS[self.name]

    @property
    def values(self) -> Sequence[str]:
        return _values_of(self.name)

    @property
    def columns(self) -> list[Column]:
        return [
            Column(name, LABELS[name], meaning)
            for name, meaning in {**KEYS, **VALUES}.items()
            if name in (*self.keys, *self.values)
        ]

    def rows(self) -> list[list[object]]:
        """Lines as cells, `""` for what is hidden; last what the hidden come to."""
        rows = [[*line.key, *self._shown(line)] for line in self._ordered()]
        if self.hidden:
            label = [_("digabung"), *("" for _key in self.keys[1:])]
            rows.append([*label, *map(self._together, self.values)])
        return rows

    def _ordered(self) -> list[Line]:
        if self.name not in _BY_AMOUNT:
            return list(self.lines)
        # The place of what is hidden must not tell between which others it lies.
        return sorted(
            self.lines,
            key=lambda line: (
                self._is_hidden(line, PAID),
                0 if self._is_hidden(line, PAID) else -line.paid.revenue.amount,
                line.key,
            ),
        )

    def _shown(self, line: Line) -> list[object]:
        return [
            "" if self._is_hidden(line, MEASURES[column]) else line.value(column)
            for column in self.values
        ]

    def _together(self, column: str) -> object:
        """The sum of what is hidden in a column, and `""` if that too is of a few."""
        measure = MEASURES[column]
        lines = [line for line in self.lines if self._is_hidden(line, measure)]
        if lines and are_few(line.cell(measure) for line in lines):
            return ""
        return sum(line.value(column) for line in lines)

    def _is_hidden(self, line: Line, measure: str) -> bool:
        return (self.name, measure, *line.key) in self.hidden


@dataclass(frozen=True, slots=True)
class OpenData:
    """All public tables; what one of them hides, the others do not tell."""

    tables: Mapping[str, Table]
    total: Rupiah | None


def open_data_of(figures: Figures) -> OpenData:
    """What everybody may see of these figures. Four queries more."""
    lines = _lines_of(figures)
    cells = {
        (name, measure, *line.key): line.cell(measure)
        for name, told in lines.items()
        for measure in _measures_of(name)
        for line in told
    }
    first_on = figures.days[0][0]
    hidden = hidden_of(cells, equations_of(cells, first_on))
    tables = {
        name: Table(name, told, frozenset(one for one in hidden if one[0] == name))
        for name, told in lines.items()
    }
    is_few = are_few(line.cell(PAID) for line in lines["retribusi"])
    return OpenData(tables, None if is_few else figures.year.whole.revenue)


def _values_of(name: str) -> Sequence[str]:
    return tuple(VALUES) if name in ("retribusi", "kelurahan", "pasar") else _PAID_ONLY


def _measures_of(name: str) -> Sequence[str]:
    return tuple(dict.fromkeys(MEASURES[column] for column in _values_of(name)))


def equations_of(cells: Mapping[Id, Cell], first_on: date) -> list[Equation]:
    """Every sum that the tables tell: of a column, of a levy's and a month's lines.

    And of what is in markets and outside them, which two tables tell apart. A column
    of too few payers is told by none of the tables.
    """
    columns: dict[Id, dict[Id, int]] = {}
    links: dict[Id, dict[Id, int]] = {}
    for one in cells:
        columns.setdefault(one[:2], {})[one] = 1
        if one[0] == "bulanan":
            links.setdefault(one[3:], {})[one] = 1
            links.setdefault(one[2:3], {})[one] = 1
        elif one[:2] == ("retribusi", PAID):
            links.setdefault(one[2:], {})[one] = -1
        elif one[0] == "harian":
            links.setdefault((f"{one[2][:7]}-01",), {})[one] = -1
        elif one[0] in ("kelurahan", "pasar"):
            links.setdefault(_side_of(one), {})[one] = 1 if one[0] == "pasar" else -1
    # Of a month that began before the first day shown, the days are not all there is.
    links.pop((str(first_on.replace(day=1)),) if first_on.day > 1 else (), None)
    known = [
        column
        for column in columns.values()
        if not are_few(cells[one] for one in column)
    ]
    # What one table alone tells of is not a sum that another one tells.
    both = [link for link in links.values() if len({one[0] for one in link}) > 1]
    return [*known, *both]


def _side_of(one: Id) -> Id:
    """Whether a line of a kelurahan or a market tells of what is in markets, by column.

    Each table has one line for all that the other has by place.
    """
    table, measure, *key = one
    whole = (str(OUTSIDE),) if table == "pasar" else ("", str(INSIDE))
    is_outside = (tuple(key) == whole) == (table == "pasar")
    return ("outside" if is_outside else "inside", measure)


def _lines_of(figures: Figures) -> dict[str, list[Line]]:
    paid, billed = payers_of_year(figures.on), billed_to_of_year(figures.on)
    days = payers_of_days(figures.on, count=DAYS_SHOWN)
    return {
        "bulanan": _months(figures, paid),
        "harian": [
            Line((str(day),), sums, days.get(day, NOBODY)) for day, sums in figures.days
        ],
        "retribusi": _levies(figures, paid, billed),
        "kelurahan": _places(figures, paid, billed),
        "pasar": _markets(figures, paid, billed),
        "kanal": _channels(figures, paid),
    }


def _months(figures: Figures, paid: PaidBy) -> list[Line]:
    span = (date(figures.on.year, 1, 1), figures.on)
    sums = (
        RevenueMonth.objects.filter(month__range=span, levy_type__isnull=False)
        .values_list("month", "levy_type_id")
        .annotate(Sum("revenue_idr"), Sum("payments"))
        .order_by("month", "levy_type_id")
    )
    return [
        Line(
            (str(month), figures.names.levies[levy]),
            Sums(Rupiah(int(revenue)), payments=int(count)),
            paid.by_month.get((month, levy), NOBODY),
        )
        for month, levy, revenue, count in sums
    ]


def _levies(figures: Figures, paid: PaidBy, billed: BilledTo) -> list[Line]:
    year, bills = figures.year.by_levy, figures.billed.by_levy
    return _named(
        figures.names.levies.items(), (year, paid.by_levy), (bills, billed.by_levy)
    )


def _markets(figures: Figures, paid: PaidBy, billed: BilledTo) -> list[Line]:
    """Markets, and what no market has to do with: together it is all."""
    year, bills = figures.year.by_market, figures.billed.by_market
    names = [*figures.names.markets.items(), (None, str(OUTSIDE))]
    return _named(names, (year, paid.by_market), (bills, billed.by_market))


def _named(
    names: Iterable[tuple[int | None, str]],
    paid: tuple[Mapping[int | None, Sums], Mapping[int | None, Payers]],
    billed: tuple[
        Mapping[int | None, Billed], Mapping[int | None, tuple[Payers, Payers]]
    ],
) -> list[Line]:
    return [
        Line(
            (name,),
            paid[0].get(key, NOTHING),
            paid[1].get(key, NOBODY),
            billed[0].get(key, NOTHING_BILLED),
            billed[1].get(key, (NOBODY, NOBODY)),
        )
        for key, name in names
        if key in paid[0] or key in billed[0]
    ]


def _places(figures: Figures, paid: PaidBy, billed: BilledTo) -> list[Line]:
    """Kelurahan outside markets, and all markets in one line: together it is all."""
    places: list[tuple[int | None, tuple[str, str]]] = [
        *((ward.id, (ward.code, ward.name)) for ward in figures.map.wards),
        (None, ("", _("Kelurahan belum diketahui"))),
    ]
    outside = [
        Line(
            key,
            figures.year.outside.get(place, NOTHING),
            paid.outside.get(place, NOBODY),
            figures.billed.outside.get(place, NOTHING_BILLED),
            billed.outside.get(place, (NOBODY, NOBODY)),
        )
        for place, key in places
    ]
    markets = _markets(figures, paid, billed)
    inside = [line for line in markets if line.key != (str(OUTSIDE),)]
    return [*outside, _together(("", str(INSIDE)), inside)]


def _together(key: tuple[str, ...], lines: Sequence[Line]) -> Line:
    """One line that tells of several."""
    return Line(
        key,
        Sums(
            total([line.paid.revenue for line in lines]),
            payments=sum(line.paid.payments for line in lines),
        ),
        NOBODY.union(*(line.payers for line in lines)),
        Billed(
            assessed=total([line.billed.assessed for line in lines]),
            expected=total([line.billed.expected for line in lines]),
        ),
        (
            NOBODY.union(*(line.billed_to[0] for line in lines)),
            NOBODY.union(*(line.billed_to[1] for line in lines)),
        ),
    )


def _channels(figures: Figures, paid: PaidBy) -> list[Line]:
    names = figures.names.channels
    return [
        Line(
            (names.get(channel) or _("Belum dikenal"),),
            sums,
            paid.by_channel.get(channel, NOBODY),
        )
        for channel, sums in figures.year.by_channel.items()
        if sums.revenue
    ]
