"""Findings and their sentences: what differs, by how much, and what to do about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.db.models import Case, Count, F, Min, QuerySet, Sum, When, Window
from django.db.models.functions import Abs, Coalesce, RowNumber
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kernel.errors import NotFound
from kernel.money import Rupiah
from payments.reconciliation.models import Finding

Cause = Finding.Cause


class CauseWords(NamedTuple):
    """A cause as people read it. The sentence names `ours`, `theirs` and the facts."""

    label: str | Promise
    sentence: str | Promise
    remedy: str | Promise


WORDS: Mapping[str, CauseWords] = {
    Cause.PAID_AT_GATEWAY_UNKNOWN_HERE: CauseWords(
        _("Dibayar di gateway, belum tercatat di sini"),
        _(
            "Gateway menerima %(theirs)s untuk pesanan %(order_id)s, yang di sini "
            "tidak tercatat dibayar. Disimpan sebagai uang tanpa tagihan: %(ours)s."
        ),
        _(
            "Tanyakan status pesanan ini kepada gateway. Bila memang dibayar, "
            "pembayarannya dibukukan dengan waktu aslinya dan selisih ini hilang "
            "sendiri."
        ),
    ),
    Cause.PAID_HERE_NOT_SETTLED: CauseWords(
        _("Tercatat di sini, tidak ada di laporan gateway"),
        _(
            "Pembayaran %(order_id)s sebesar %(ours)s sudah lewat dua hari kerja, "
            "tetapi di laporan gateway %(theirs)s."
        ),
        _(
            "Impor laporan gateway tanggal pembayaran itu. Bila tetap tidak ada, "
            "mintalah gateway menjelaskan secara tertulis."
        ),
    ),
    Cause.AMOUNTS_DIFFER: CauseWords(
        _("Jumlah berbeda"),
        _(
            "Pesanan %(order_id)s: kita membukukan %(ours)s, gateway melaporkan "
            "%(theirs)s."
        ),
        _(
            "Bandingkan bukti pembayaran wajib retribusi dengan laporan gateway, lalu "
            "minta gateway membetulkan laporannya atau ajukan koreksi pembukuan."
        ),
    ),
    Cause.PAID_TWICE: CauseWords(
        _("Dibayar dua kali"),
        _("Seharusnya %(ours)s, diterima %(theirs)s untuk pesanan %(order_id)s."),
        _(
            "Kelebihannya milik wajib retribusi: perhitungkan dengan tagihan lain atau "
            "kembalikan kepadanya."
        ),
    ),
    Cause.PAYOUT_NOT_IN_BANK: CauseWords(
        _("Pencairan belum masuk bank"),
        _(
            "Gateway mencairkan %(ours)s (%(reference)s), tetapi di rekening koran "
            "%(theirs)s."
        ),
        _(
            "Impor rekening koran hari pencairan. Bila tetap tidak ada, minta bukti "
            "transfer kepada gateway hari ini juga."
        ),
    ),
    Cause.PAYOUT_AMOUNT_DIFFERS: CauseWords(
        _("Jumlah pencairan berbeda"),
        _(
            "Pencairan %(reference)s: menurut laporan gateway %(ours)s, di bank "
            "%(theirs)s."
        ),
        _(
            "Impor laporan gateway semua tanggal yang dicairkan. Bila selisihnya "
            "tetap, minta rincian pencairan kepada gateway."
        ),
    ),
    Cause.BANK_CREDIT_UNIDENTIFIED: CauseWords(
        _("Kredit bank tidak dikenal"),
        _(
            "Bank menerima %(theirs)s (“%(description)s”) yang tidak dikenal; di "
            "pembukuan kita %(ours)s."
        ),
        _(
            "Cari pengirimnya dari keterangan bank. Uang ini menjadi tanggung jawab "
            "OPD penampung sampai pemiliknya jelas."
        ),
    ),
    Cause.DEPOSIT_NOT_IN_BANK: CauseWords(
        _("Setoran tunai belum masuk bank"),
        _(
            "%(person)s membuat STS %(reference)s sebesar %(ours)s; di rekening koran "
            "%(theirs)s."
        ),
        _(
            "Impor rekening koran hari penyetoran. Bila tetap tidak ada, mintalah "
            "bendahara menunjukkan uang atau bukti bank hari ini juga."
        ),
    ),
    Cause.DEPOSIT_AMOUNT_DIFFERS: CauseWords(
        _("Jumlah setoran tunai berbeda"),
        _("STS %(reference)s: menurut STS %(ours)s, di bank %(theirs)s."),
        _(
            "Hitung selisihnya bersama bendahara dan bank. Sampai jelas, setoran ini "
            "tetap kas bendahara dan belum menjadi realisasi."
        ),
    ),
    Cause.CASH_NOT_DEPOSITED: CauseWords(
        _("Uang tunai lewat batas setor"),
        _(
            "%(ours)s masih di tangan %(person)s lebih dari satu hari kerja; yang "
            "sudah disetor %(theirs)s."
        ),
        _("Mintalah uangnya diserahkan dan disetor hari ini juga."),
    ),
    Cause.PAID_BACK_TWICE: CauseWords(
        _("Dikembalikan dua kali"),
        _(
            "Milik pembayar %(ours)s, tetapi yang kembali kepadanya %(theirs)s untuk "
            "pesanan %(order_id)s: dibayar BUD, lalu diambil kembali oleh gateway."
        ),
        _(
            "Mintalah pembayarnya mengembalikan kelebihannya ke RKUD. Sampai itu "
            "terjadi, OPD menanggungnya sebagai uang tanpa tagihan yang kurang."
        ),
    ),
    Cause.REFUND_DEBIT_UNEXPLAINED: CauseWords(
        _("Debit pengembalian tidak dikenal"),
        _(
            "Rekening koran mencatat pembayaran keluar %(theirs)s (“%(description)s”) "
            "yang menyebut pesanan %(order_id)s; pengembalian yang disetujui dan "
            "belum dibayar: %(ours)s."
        ),
        _(
            "Periksa SKRDLB dan perintah bayarnya bersama BUD: jumlahnya, atau apakah "
            "dibayar dua kali. Sampai jelas, debit ini belum dibukukan."
        ),
    ),
}
RESOLUTIONS: Mapping[str, str | Promise] = {
    "evidence_agrees": _(
        "Bukti yang datang kemudian tidak lagi menunjukkan selisih ini."
    ),
}
NOTHING = _("tidak ada")


def open_findings(cause: str = "") -> QuerySet[Finding]:
    """Findings that still stand, the oldest first; of one cause, or of all."""
    findings = Finding.objects.filter(resolved_at__isnull=True).select_related("opd")
    if cause:
        findings = findings.filter(cause=cause)
    return findings.order_by("happened_on", "id")


@dataclass(frozen=True, slots=True)
class CauseGroup:
    """The open findings of one cause: how many, and the oldest of them."""

    cause: str
    label: str | Promise
    count: int
    oldest: Sequence[Finding]


def oldest_by_cause(shown: int = 1) -> list[CauseGroup]:
    """The oldest open findings of each cause; the cause that waits longest first."""
    ranked = open_findings().annotate(
        count=Window(Count("id"), partition_by="cause"),
        since=Window(Min("happened_on"), partition_by="cause"),
        place=Window(RowNumber(), partition_by="cause", order_by=["happened_on", "id"]),
    )
    found = ranked.filter(place__lte=shown).order_by("since", "cause", "place")
    return [
        CauseGroup(cause, WORDS[cause].label, oldest[0].count, oldest)
        for cause, group in groupby(found, key=attrgetter("cause"))
        if (oldest := list(group))
    ]


def open_by_cause() -> list[dict[str, object]]:
    """For each cause with open findings: how many, how much, and since when.

    `amount_idr`: what both sides differ by, or of what they agree on, that amount.
    """
    differs = Abs(Coalesce(F("ours_idr"), 0) - Coalesce(F("theirs_idr"), 0))
    matter = Case(When(ours_idr=F("theirs_idr"), then="ours_idr"), default=differs)
    sums = (
        Finding.objects.filter(resolved_at__isnull=True)
        .values("cause")
        .annotate(count=Count("id"), since=Min("happened_on"), amount_idr=Sum(matter))
        .order_by("since")
    )
    return [{**one, "label": WORDS[one["cause"]].label} for one in sums]


def finding_by_id(finding_id: int) -> Finding:
    """One finding, open or resolved.

    Raises:
        NotFound: there is none.
    """
    finding = Finding.objects.select_related("opd").filter(pk=finding_id).first()
    if finding is None:
        raise NotFound
    return finding


def sentence_of(finding: Finding) -> str:
    """The difference in one sentence, with both amounts."""
    facts = {
        "order_id": "–",
        "description": "–",
        "person": "–",
        **finding.facts,
        "reference": finding.reference,
        "ours": _amount(finding.ours_idr),
        "theirs": _amount(finding.theirs_idr),
    }
    return str(WORDS[finding.cause].sentence) % facts


def remedy_of(finding: Finding) -> str:
    """What to do about it."""
    return str(WORDS[finding.cause].remedy)


def resolution_of(finding: Finding) -> str:
    """Why it no longer stands; empty while it does."""
    return str(RESOLUTIONS.get(finding.resolution, finding.resolution))


def _amount(amount_idr: int | None) -> str:
    return str(NOTHING) if amount_idr is None else str(Rupiah(amount_idr))
