"""What needs somebody's decision now, as sentences with who is to act. No names."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.roles import Action
from city.selectors import business_date_of, profile
from commandcenter.selectors.money import Breakdown
from commandcenter.selectors.services import Services
from kernel.money import ZERO, Rupiah
from payments.collection.selectors.custody import CashOutside
from payments.models import UnappliedMoney
from payments.reconciliation.models import Finding
from payments.reconciliation.selectors.findings import open_by_cause

# Cash is to be deposited on the next working day; after a weekend it is three days old.
DEPOSIT_DAYS = 3
# Findings about cash that a treasurer holds: one of them says it, no second line does.
OF_TREASURERS = frozenset(
    {
        Finding.Cause.CASH_NOT_DEPOSITED,
        Finding.Cause.DEPOSIT_NOT_IN_BANK,
        Finding.Cause.DEPOSIT_AMOUNT_DIFFERS,
    }
)
# Findings about money that is held: they tell its amount already.
OF_HELD_MONEY = (
    Finding.Cause.PAID_TWICE,
    Finding.Cause.PAID_AT_GATEWAY_UNKNOWN_HERE,
)


@dataclass(frozen=True, slots=True)
class Decision:
    """One matter: what it is, whose turn it is, and for how many days it has waited.

    `since_month`: the month since when, of what is known no better.

    `place`: the name of the page where it is dealt with, and `query` of it, for whoever
    may do `action`.
    """

    what: str
    who: str
    days: int | None = None
    since_month: date | None = None
    place: str = ""
    query: str = ""
    action: Action | None = None

    @property
    def age(self) -> str:
        """How long it has been waiting, in words."""
        if self.since_month:
            return _("sejak %(month)s") % {
                "month": date_format(self.since_month, "F Y")
            }
        if self.days is None:
            return ""
        if self.days <= 0:
            return _("sejak hari ini")
        told = ngettext("sudah %(days)s hari", "sudah %(days)s hari", self.days)
        return told % {"days": self.days}


def decisions(*, today: date, year: Breakdown, services: Services) -> list[Decision]:
    """Open matters, those that wait longest first; an empty list is good news."""
    found = open_by_cause()
    is_told = any(group["cause"] in OF_TREASURERS for group in found)
    told = [
        *_owed(services.cash, today),
        *([] if is_told else _undeposited(services.cash, today)),
        *(_finding(group, today) for group in found),
        *_money_without_an_owner(year, found, today),
        *_late(services),
    ]
    return sorted(told, key=lambda one: -(one.days or 0))


def _finding(group: dict[str, object], today: date) -> Decision:
    count, since = int(str(group["count"])), group["since"]
    what = ngettext(
        "%(cause)s: %(count)s selisih, %(amount)s",
        "%(cause)s: %(count)s selisih, %(amount)s",
        count,
    ) % {
        "count": count,
        "cause": group["label"],
        "amount": Rupiah(int(str(group["amount_idr"]))),
    }
    is_treasurers = group["cause"] in OF_TREASURERS
    return Decision(
        what,
        _("bendahara penerimaan") if is_treasurers else profile().revenue_office,
        (today - since).days if isinstance(since, date) else 0,
        place="reconciliation:findings",
        query=f"?sebab={group['cause']}",
        action=Action.SEE_RECONCILIATION,
    )


def _money_without_an_owner(
    year: Breakdown, found: list[dict[str, object]], today: date
) -> list[Decision]:
    """What is held and no finding names, so that each rupiah is told once."""
    is_told = any(group["cause"] in OF_HELD_MONEY for group in found)
    told = _held_of_findings(today) if is_told else ZERO
    untold = year.whole.held.amount - told.amount
    if untold <= 0:
        return []
    what = _(
        "%(amount)s masuk tetapi bukan penerimaan: lebih bayar, atau pembayarnya "
        "belum dikenal"
    ) % {"amount": Rupiah(untold)}
    return [
        Decision(
            what,
            profile().revenue_office,
            since_month=year.held_since,
            place="reconciliation:day",
            action=Action.SEE_RECONCILIATION,
        )
    ]


def _held_of_findings(today: date) -> Rupiah:
    """Held money of this year that open findings tell of, by the gateway's number."""
    references = Finding.objects.filter(
        cause__in=OF_HELD_MONEY,
        resolved_at__isnull=True,
        happened_on__year=today.year,
    ).values_list("reference", flat=True)
    # Of a bill that was paid twice the reference goes on with `:` and its code.
    numbers = {reference.partition(":")[0] for reference in references}
    held = UnappliedMoney.objects.filter(gateway_reference__in=numbers).aggregate(
        idr=Sum(F("amount_idr") - F("returned_idr"))
    )
    return Rupiah(held["idr"] or 0)


def _owed(cash: CashOutside, today: date) -> list[Decision]:
    if not cash.owed.amount:
        return []
    what = _("%(amount)s kurang setor, belum diganti") % {"amount": cash.owed.amount}
    days = _days(cash.owed.since, today)
    return [_of_the_till(what, _("juru pungut"), days)]


def _undeposited(cash: CashOutside, today: date) -> list[Decision]:
    days = _days(cash.with_treasurers.since, today)
    if days <= DEPOSIT_DAYS:
        return []
    what = _("%(amount)s tunai belum terlihat di bank") % {
        "amount": cash.with_treasurers.amount
    }
    return [_of_the_till(what, _("bendahara penerimaan"), days)]


def _of_the_till(what: str, who: str, days: int) -> Decision:
    place, action = "till:till", Action.SEE_TREASURY
    return Decision(what, who, days, place=place, action=action)


def _late(services: Services) -> list[Decision]:
    told = []
    if services.permits.overdue:
        what = ngettext(
            "%(n)s permohonan izin lewat tenggat",
            "%(n)s permohonan izin lewat tenggat",
            services.permits.overdue,
        ) % {"n": services.permits.overdue}
        place, action = "permits_office:queue", Action.SEE_APPLICATIONS
        told.append(Decision(what, _("loket perizinan"), place=place, action=action))
    if services.reports.overdue:
        what = ngettext(
            "%(n)s laporan warga lewat tenggat",
            "%(n)s laporan warga lewat tenggat",
            services.reports.overdue,
        ) % {"n": services.reports.overdue}
        place, action = "reports_office:queue", Action.ANSWER_REPORTS
        told.append(Decision(what, _("petugas pengaduan"), place=place, action=action))
    return told


def _days(since: datetime | None, today: date) -> int:
    return (today - business_date_of(since)).days if since else 0
