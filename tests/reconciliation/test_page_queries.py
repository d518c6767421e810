"""What the pages cost: a bounded number of queries, however much there is to show."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from levies.models import Payer
from payments.reconciliation.models import Finding, ImportedFile
from payments.reconciliation.services import reconcile
from tests.levies.samples import stall_bill
from tests.reconciliation.samples import (
    LATER,
    PAYOUT,
    Line,
    Movement,
    line_of,
    paid,
)
from tests.reconciliation.steps import banked, told
from tests.reconciliation.test_pages import DAY, staff

QUERIES_MAX = 12
LONG_NAME = "Perkumpulan Pedagang Rempah-Rempah dan Hasil Bumi Sejahtera " * 2


def _much(count: int) -> None:
    bills = [stall_bill(owner=f"Pedagang {n}") for n in range(1, count + 1)]
    payments = [paid(bill, number=n) for n, bill in enumerate(bills, start=1)]
    Payer.objects.update(name=LONG_NAME[:120])
    told(
        *(line_of(payment, payout=PAYOUT) for payment in payments[::3]),
        Line("asing", "asing-1", 5_000, payout="WD9"),
    )
    banked(Movement(9_000, "TRF DARI NN"))
    reconcile(now=LATER)


def test_no_page_asks_more_than_twelve_queries_however_much_there_is(
    committed_db: str,
) -> None:
    reconciler = staff(Role.RECONCILER)
    _much(120)
    finding = Finding.objects.earliest("id")
    file = ImportedFile.objects.earliest("id")
    reconciler.get(DAY)  # The city is remembered from here on.
    for path in [
        DAY,
        f"{DAY}&page=2",
        "/bp2rd/selisih/",
        f"/bp2rd/selisih/?sebab={finding.cause}&page=1",
        f"/bp2rd/selisih/{finding.pk}/",
        "/bp2rd/pencairan/",
        f"/bp2rd/pencairan/{PAYOUT}/",
        "/bp2rd/bukti/",
        f"/bp2rd/bukti/{file.pk}/",
    ]:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = reconciler.get(path)
        assert response.status_code == 200, path
        assert len(queries) <= QUERIES_MAX, (path, queries.captured_queries)
