"""What needs somebody's decision now, as sentences with who is to act. No names."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from city.selectors import business_date_of, profile
from commandcenter.selectors.services import Services
from kernel.money import Rupiah
from payments.collection.selectors.custody import CashOutside
from payments.reconciliation.selectors.findings import open_by_cause

# Cash is to be deposited on the next working day; after a weekend it is three days old.
DEPOSIT_DAYS = 3


@dataclass(frozen=True, slots=True)
class Decision:
    """One matter: what it is, whose turn it is, and for how many days it has waited."""

    what: str
    who: str
    days: int | None = None

    @property
    def age(self) -> str:
        """How long it has been waiting, in words."""
        if self.days is None:
            return ""
        if self.days <= 0:
            return _("sejak hari ini")
        told = ngettext("sudah %(days)s hari", "sudah %(days)s hari", self.days)
        return told % {"days": self.days}


def decisions(*, today: date, held: Rupiah, services: Services) -> list[Decision]:
    """Open matters, those that wait longest first; an empty list is good news."""
    told = [
        *_cash(services.cash, today),
        *_findings(today),
        *_money_without_an_owner(held),
        *_late(services),
    ]
    return sorted(told, key=lambda one: -(one.days or 0))


def _findings(today: date) -> list[Decision]:
    office = profile().revenue_office
    told = []
    for group in open_by_cause():
        count, since = int(str(group["count"])), group["since"]
        days = (today - since).days if isinstance(since, date) else 0
        what = ngettext(
            "%(count)s selisih: %(cause)s", "%(count)s selisih: %(cause)s", count
        ) % {"count": count, "cause": group["label"]}
        told.append(Decision(what, office, days))
    return told


def _money_without_an_owner(held: Rupiah) -> list[Decision]:
    if not held:
        return []
    what = _(
        "%(amount)s masuk tetapi bukan penerimaan: lebih bayar, atau pembayarnya "
        "belum dikenal"
    ) % {"amount": held}
    return [Decision(what, profile().revenue_office)]


def _cash(cash: CashOutside, today: date) -> list[Decision]:
    told = []
    if cash.owed.amount:
        what = _("%(amount)s kurang setor, belum diganti") % {
            "amount": cash.owed.amount
        }
        told.append(Decision(what, _("juru pungut"), _days(cash.owed.since, today)))
    days = _days(cash.with_treasurers.since, today)
    if days > DEPOSIT_DAYS:
        what = _("%(amount)s tunai belum terlihat di bank") % {
            "amount": cash.with_treasurers.amount
        }
        told.append(Decision(what, _("bendahara penerimaan"), days))
    return told


def _late(services: Services) -> list[Decision]:
    told = []
    if services.permits.overdue:
        what = ngettext(
            "%(n)s permohonan izin lewat tenggat",
            "%(n)s permohonan izin lewat tenggat",
            services.permits.overdue,
        ) % {"n": services.permits.overdue}
        told.append(Decision(what, _("loket perizinan")))
    if services.reports.overdue:
        what = ngettext(
            "%(n)s laporan warga lewat tenggat",
            "%(n)s laporan warga lewat tenggat",
            services.reports.overdue,
        ) % {"n": services.reports.overdue}
        told.append(Decision(what, _("petugas pengaduan")))
    return told


def _days(since: datetime | None, today: date) -> int:
    return (today - business_date_of(since)).days if since else 0
