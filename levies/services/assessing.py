"""Turning drafts into SKRD: numbered papers, states with events, the receivables."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import batched, groupby
from operator import attrgetter

from django.db import connection
from django.db.models import Sum
from django.utils import translation

from city.models import CityProfile
from city.selectors import profile
from kernel.money import Rupiah
from ledger.postings import skrd_issued
from ledger.services import post
from levies.models import Bill
from levies.selectors import calculation, period_text
from levies.transitions import TRANSITIONS, BillState
from papers.models import PaperKind
from papers.services import issue_papers
from papers.values import Line, PaperValues

BATCH = 1_000

_ASSESS = """
WITH pair AS (SELECT * FROM unnest(%(bills)s::bigint[], %(papers)s::bigint[])
        AS pair (bill_id, paper_id)
), assessed AS (
    UPDATE levies_bill AS bill SET state = 'assessed', skrd_id = pair.paper_id
    FROM pair WHERE bill.id = pair.bill_id AND bill.state = 'draft'
    RETURNING bill.id
)
INSERT INTO levies_billevent (bill_id, name, source, target, cause, at)
SELECT id, %(event)s, 'draft', 'assessed', %(cause)s, %(now)s FROM assessed ORDER BY id
"""


def assess(*, drafts: Sequence[int], day: date, cause: str, now: datetime) -> None:
    """Give every draft its SKRD of this day, in the caller's transaction.

    Numbers follow the order of the bills in each OPD. One ledger entry per OPD ×
    revenue account makes them receivables: a receivable needs a paper (ADR 0005).
    """
    city = profile()
    with translation.override("id"):
        for batch in batched(drafts, BATCH):
            pairs = dict(_papers_of(batch, city=city, day=day, now=now))
            _move_to_assessed(pairs, cause=cause, now=now)
    _post_receivables(drafts, day=day, cause=cause, now=now)


def _papers_of(
    drafts: Sequence[int], *, city: CityProfile, day: date, now: datetime
) -> Iterator[tuple[int, int]]:
    """The ids of each bill and the paper issued for it."""
    bills = Bill.objects.with_details().filter(pk__in=drafts).order_by("opd_id", "pk")
    for opd, group in groupby(bills, key=attrgetter("opd")):
        of_opd = list(group)
        papers = issue_papers(
            opd=opd,
            kind=PaperKind.SKRD,
            values_list=[_values(bill, city) for bill in of_opd],
            issued_on=day,
            now=now,
        )
        for bill, paper in zip(of_opd, papers, strict=True):
            yield bill.pk, paper.pk


def _move_to_assessed(pairs: dict[int, int], *, cause: str, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            _ASSESS,
            {
                "bills": list(pairs.keys()),
                "papers": list(pairs.values()),
                "event": TRANSITIONS[BillState.DRAFT, BillState.ASSESSED],
                "cause": cause,
                "now": now,
            },
        )


def _post_receivables(
    bills: Sequence[int], *, day: date, cause: str, now: datetime
) -> None:
    sums = (
        Bill.objects.filter(pk__in=bills)
        .order_by("opd_id", "levy_type__revenue_account_id")
        .values_list("opd_id", "levy_type__revenue_account_id")
        .annotate(amount_idr=Sum("amount_idr"))
    )
    for opd_id, account_id, amount_idr in sums:
        post(
            event="skrd_issued",
            reference=f"{cause}:{opd_id}:{account_id or '-'}",
            legs=skrd_issued(
                opd_id=opd_id,
                revenue_account_id=account_id,
                amount=Rupiah(int(amount_idr)),
            ),
            business_date=day,
            now=now,
        )


def _values(bill: Bill, city: CityProfile) -> PaperValues:
    trace = calculation(bill, city=city)
    account = bill.levy_type.revenue_account
    line = Line(
        what=bill.levy_type.name,
        levy_object=bill.levy_object.label,
        period=period_text(bill),
        kode_bayar=bill.kode_bayar,
        factors=list(trace.lines[0].factors),
        assessed_idr=bill.amount_idr,
        paid_before_idr=0,
        principal_idr=bill.amount_idr,
        late_interest_idr=0,
        account=str(account) if account else "",
        basis=trace.basis,
    )
    return PaperValues(
        city=city.full_name,
        opd=bill.opd.name,
        payer=bill.payer.name,
        npwrd=bill.payer.npwrd,
        lines=[line],
        principal_idr=bill.amount_idr,
        late_interest_idr=0,
        total_idr=bill.amount_idr,
        due_on=bill.due_on.isoformat(),
        kode_bayar=bill.kode_bayar,
    )
