"""Papers of the small city, and the values they print."""

from datetime import UTC, date, datetime

from city.models import Opd
from papers.models import Paper, PaperKind
from papers.services import issue_paper
from papers.values import Line, PaperValues

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def line(principal_idr: int = 18_000, **changes: object) -> Line:
    """One stall for one day."""
    values: Line = {
        "what": "Retribusi Pelayanan Pasar",
        "levy_object": "Los Siti Aminah, Pasar Contoh",
        "period": "2 Maret 2026",
        "kode_bayar": "00000000012354",
        "factors": ["6 m²", "Rp 3.000", "1 hari"],
        "assessed_idr": principal_idr,
        "paid_before_idr": 0,
        "principal_idr": principal_idr,
        "late_interest_idr": 0,
        "account": "4.1.02.01.05.0002 Retribusi Pelayanan Pasar",
        "basis": "Perda PDRD Kota Uji, pasal belum diverifikasi",
    }
    return values | changes  # type: ignore[return-value]


def ssrd_values(*, payer: str = "Siti Aminah", lines: int = 1) -> PaperValues:
    """A receipt of one or more lines."""
    return {
        "city": "Kota Uji",
        "opd": "Dinas Perindustrian dan Perdagangan",
        "payer": payer,
        "npwrd": "R1-siti-aminah",
        "lines": [line() for _ in range(lines)],
        "principal_idr": 18_000 * lines,
        "late_interest_idr": 0,
        "total_idr": 18_000 * lines,
        "paid_on": "2026-03-02",
        "paid_at": "2026-03-02T03:00:00+00:00",
        "channel": "QRIS",
        "reference": "UJI-0001",
    }


def receipt_paper(opd: Opd, values: PaperValues | None = None) -> Paper:
    """An issued receipt, not drawn yet."""
    return issue_paper(
        opd=opd,
        kind=PaperKind.SSRD,
        values=values or ssrd_values(),
        issued_on=DAY,
        now=NOON,
    )
