"""Words of the command centre: the badge's differences, tiles, directions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from city.selectors import zone
from commandcenter.selectors.figures import CASH, Figures, percent_of
from commandcenter.selectors.trust import Trust
from kernel.money import Rupiah, total

COMPASS: Sequence[Promise] = (
    gettext_lazy("di utara"),
    gettext_lazy("di timur laut"),
    gettext_lazy("di timur"),
    gettext_lazy("di tenggara"),
    gettext_lazy("di selatan"),
    gettext_lazy("di barat daya"),
    gettext_lazy("di barat"),
    gettext_lazy("di barat laut"),
)


def differences_of(trust: Trust) -> list[str]:
    """Each difference as a sentence with both amounts."""
    told = []
    for one in trust.differences:
        when = date_format(one.day, "F Y" if one.is_month else "l, j F Y")
        sentence = _(
            "%(when)s, %(opd)s: ringkasan %(ours)s, buku besar %(theirs)s, "
            "selisih %(difference)s."
        )
        told.append(
            sentence
            % {
                "when": when,
                "opd": one.opd,
                "ours": one.roll_up,
                "theirs": one.ledger,
                "difference": Rupiah(abs(one.roll_up.amount - one.ledger.amount)),
            }
        )
    rest = trust.count - len(told)
    if rest > 0 and told:
        more = ngettext("dan %(n)s hari lain", "dan %(n)s hari lain", rest)
        told.append(more % {"n": rest})
    elif rest > 0:
        sentence = ngettext(
            "%(n)s hari tahun ini tidak sama dengan buku besar.",
            "%(n)s hari tahun ini tidak sama dengan buku besar.",
            rest,
        )
        told.append(sentence % {"n": rest})
    return told


def tiles_of(figures: Figures) -> list[dict[str, Any]]:
    """Small figures beside the two large ones; None is told as "no data"."""
    whole, billed = figures.year.whole, figures.billed.whole
    cashless = total(
        [
            sums.revenue
            for channel, sums in figures.year.by_channel.items()
            if channel != CASH
        ]
    )
    unpaid = billed.assessed - billed.assessed_paid
    cash, permits = figures.services.cash, figures.services.permits
    outside = cash.with_collectors.amount + cash.with_treasurers.amount
    return [
        {
            "label": _("Sudah di kas daerah"),
            "amount": figures.realised,
            "note": _("pendapatan LRA, menurut tanggal bank"),
        },
        {
            "label": _("Ketetapan belum dibayar"),
            "amount": unpaid if billed.bills else None,
            "note": _("SKRD tahun ini, dari %(all)s") % {"all": billed.assessed},
        },
        {
            "label": _("Potensi terpungut"),
            "percent": percent_of(billed.expected_paid, billed.expected),
            "note": _("lapak dan layanan harian, dari %(all)s")
            % {"all": billed.expected},
        },
        {
            "label": _("Tanpa uang tunai"),
            "percent": percent_of(cashless, whole.revenue),
            "note": _("bagian dari yang dibayar tahun ini"),
        },
        {
            "label": _("Tunai belum di bank"),
            "amount": outside,
            "note": _("di tangan juru pungut dan bendahara"),
        },
        {
            "label": _("Izin diproses"),
            "number": permits.in_process,
            "note": _("terbit tahun ini: %(issued)s") % {"issued": permits.issued},
        },
        {
            "label": _("Laporan warga terbuka"),
            "number": figures.services.reports.open,
            "note": _("lewat tenggat: %(late)s")
            % {"late": figures.services.reports.overdue},
        },
        {
            "label": _("Dikembalikan"),
            "amount": whole.returned,
            "note": _("kepada pembayar, tahun ini"),
        },
    ]


def time_text(instant: datetime | None) -> str:
    """`09.15.20 WIT`, to the second, since figures are some seconds old at most."""
    if instant is None:
        return ""
    here = instant.astimezone(zone())
    return f"{here:%H.%M.%S} {here.tzname()}"
