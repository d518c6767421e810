"""What needs somebody's decision now, as sentences with who is to act. No names."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from city.selectors import profile
from kernel.money import Rupiah
from payments.reconciliation.selectors.findings import open_by_cause


@dataclass(frozen=True, slots=True)
class Decision:
    """One matter: how grave (a tone of the marks), what it is, whose turn, how old."""

    tone: str
    what: str
    who: str
    age: str = ""


def decisions(*, today: date, held: Rupiah) -> list[Decision]:
    """Open matters, the oldest first; an empty list is good news."""
    return [*_findings(today), *_money_without_an_owner(held)]


def _findings(today: date) -> list[Decision]:
    office = profile().revenue_office
    told = []
    for group in open_by_cause():
        count, since = int(str(group["count"])), group["since"]
        days = (today - since).days if isinstance(since, date) else 0
        what = ngettext(
            "%(count)s selisih: %(cause)s", "%(count)s selisih: %(cause)s", count
        ) % {"count": count, "cause": group["label"]}
        told.append(Decision("attention", what, office, age_text(days)))
    return told


def _money_without_an_owner(held: Rupiah) -> list[Decision]:
    if not held:
        return []
    what = _(
        "%(amount)s masuk tetapi bukan penerimaan: lebih bayar, atau pembayarnya "
        "belum dikenal"
    ) % {"amount": held}
    return [Decision("attention", what, profile().revenue_office)]


def age_text(days: int) -> str:
    """How long something has been waiting."""
    if days <= 0:
        return _("sejak hari ini")
    return ngettext("sudah %(days)s hari", "sudah %(days)s hari", days) % {"days": days}
