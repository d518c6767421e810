"""Bills and channels as rows for the components of the page; words only."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.money import Rupiah
from kernel.names import name_hint
from levies.models import Bill, LevyObject
from levies.selectors import period_text
from levies.transitions import BillState
from payments.selectors import channels_for, gateway_of

Row = dict[str, object]


def facts_of(bill: Bill) -> list[Row]:
    """Who and what for. Anyone may open the page, so the payer's name is shortened."""
    rows: list[Row] = [
        {"key": _("Wajib retribusi"), "value": name_hint(bill.payer.name)},
        {"key": _("Objek"), "value": _where(bill.levy_object)},
        {"key": _("Masa"), "value": period_text(bill)},
        {"key": _("Dinas"), "value": bill.opd.name},
        {"key": _("Kode bayar"), "kode": bill.kode_bayar},
    ]
    # An expectation is owed on its day; only a paper (SKRD) sets a date of its own.
    if bill.skrd_id is not None:
        due = date_format(bill.due_on, "l, j F Y")
        rows.insert(3, {"key": _("Jatuh tempo"), "value": due})
    return rows


def _where(thing: LevyObject) -> str:
    """What the levy is for and where it is, each place named once."""
    place = str(thing.market or thing.kelurahan or "")
    return thing.label if place in thing.label else f"{thing.label}, {place}"


def channel_options(amount: Rupiah, chosen: str) -> list[Row]:
    """The ways to pay; those this amount does not fit stay visible and say why."""
    offers = channels_for(amount)
    first = chosen or next((offer.channel for offer in offers if offer.fits), "")
    return [
        {
            "value": offer.channel,
            "label": offer.label,
            "note": "" if offer.fits else _limit_text(offer.channel, amount),
            "time": offer.wait_text if offer.fits else "",
            "checked": offer.fits and offer.channel == first,
            "disabled": not offer.fits,
        }
        for offer in offers
    ]


def closed_sentence(bill: Bill) -> str:
    """What became of a bill that nobody can pay any more."""
    sentences = {
        BillState.CANCELLED: _("Tagihan ini dibatalkan. Jangan membayarnya."),
        BillState.LAPSED: _("Tagihan ini sudah kedaluwarsa; tidak ditagih lagi."),
        BillState.WRITTEN_OFF: _("Tagihan ini sudah dihapuskan; tidak ditagih lagi."),
    }
    return sentences.get(BillState(bill.state), _("Tagihan ini belum dapat dibayar."))


def _limit_text(channel: str, amount: Rupiah) -> str:
    gateway = gateway_of(channel)
    if gateway is None:
        return ""
    terms = gateway.channels[channel]
    if amount > terms.maximum:
        return _("Paling banyak %(limit)s sekali bayar") % {"limit": terms.maximum}
    return _("Paling sedikit %(limit)s sekali bayar") % {"limit": terms.minimum}
