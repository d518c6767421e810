"""One receipt with lifelike values, for the benches of drawing and signing."""

from datetime import UTC, datetime

from city.models import Opd
from papers.models import Paper, PaperKind
from papers.rendering import Proof
from papers.values import PaperValues

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
VALUES: PaperValues = {
    "city": "Pemerintah Kota Contoh",
    "opd": "Dinas Perindustrian dan Perdagangan",
    "payer": "Rukmini Hi. Yusuf",
    "npwrd": "R10000042",
    "lines": [
        {
            "what": "Retribusi Pelayanan Pasar",
            "levy_object": "Pasar Contoh, los B-12",
            "period": f"{day} November 2026",
            "kode_bayar": "00000000000197",
            "factors": ["6 m²", "Rp 3.000", "1 hari"],
            "assessed_idr": 18_000,
            "paid_before_idr": 0,
            "principal_idr": 18_000,
            "late_interest_idr": 0,
            "account": "4.1.02.01.05.0002 Los",
            "basis": "Perda PDRD Kota Contoh, pasal belum diverifikasi",
        }
        for day in (22, 23, 24)
    ],
    "principal_idr": 54_000,
    "late_interest_idr": 0,
    "total_idr": 54_000,
    "paid_on": "2026-11-24",
    "paid_at": "2026-11-24T03:00:00+00:00",
    "channel": "QRIS",
    "reference": "513f1f01-c9da-474c-9fc9-d5c64364b709",
}
PROOF = Proof(
    url="https://retribusi.example.go.id/verifikasi/k3x9m2p7q4wz/#" + "A" * 200,
    fingerprint="3f1c-9a70-d2e8",
    signature_note="Ditandatangani secara elektronik oleh sistem dengan segel kota.",
)


def receipt() -> Paper:
    """An issued receipt that lies in no table."""
    return Paper(
        opd=Opd(code="contoh", name="Dinas Contoh", letter_code="CONTOH"),
        kind=PaperKind.SSRD,
        year=2026,
        serial=1,
        number="974/000001/SSRD/CONTOH/2026",
        code="k3x9m2p7q4wz",
        values=VALUES,
        issued_on=NOW.date(),
        issued_at=NOW,
    )
