"""Why a file of evidence is refused: the place, the reason and what to do about it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kernel.errors import RempahError


class Sentence(NamedTuple):
    """What is wrong, and what to do. May name `value` and other facts."""

    reason: str | Promise
    remedy: str | Promise


_FETCH_AGAIN = _("Unduh lagi laporan aslinya, lalu unggah tanpa membukanya di Excel.")
_ASK_SENDER = _("Unduh lagi berkasnya; bila tetap begini, tanyakan kepada pengirimnya.")

PROBLEMS: Mapping[str, Sentence] = {
    # --- the file as a whole
    "empty": Sentence(_("Berkas tidak berisi apa pun."), _FETCH_AGAIN),
    "no_lines": Sentence(
        _("Laporan ini tidak berisi satu transaksi pun."),
        _("Tidak ada yang perlu diimpor; periksa tanggalnya bila Anda tidak yakin."),
    ),
    "too_big": Sentence(
        _("Berkas lebih besar dari %(limit)s MB."),
        _("Unduh laporannya per hari, lalu unggah satu per satu."),
    ),
    "utf16": Sentence(_("Berkas tersimpan sebagai UTF-16."), _FETCH_AGAIN),
    "not_utf8": Sentence(
        _("Ada huruf yang tidak terbaca (bukan UTF-8)."), _FETCH_AGAIN
    ),
    "nul": Sentence(_("Ada byte kosong (NUL); berkas rusak."), _FETCH_AGAIN),
    "cut_off": Sentence(
        _("Baris terakhir tidak selesai; berkas mungkin terpotong."), _FETCH_AGAIN
    ),
    "unknown_format": Sentence(
        _("Isi berkas bukan CSV, MT940, ataupun camt.053."),
        _("Unduh rekening koran dari bank dalam salah satu bentuk itu."),
    ),
    # --- its table
    "semicolons": Sentence(
        _("Kolom dipisah titik koma; berkas pernah disimpan ulang."), _FETCH_AGAIN
    ),
    "column_missing": Sentence(
        _("Kolom “%(value)s” tidak ada."),
        _("Aktifkan kolom itu saat mengunduh laporan."),
    ),
    "column_twice": Sentence(_("Kolom “%(value)s” ada dua kali."), _FETCH_AGAIN),
    "line_too_long": Sentence(
        _("Baris lebih panjang dari %(limit)s huruf."), _FETCH_AGAIN
    ),
    "line_break_in_cell": Sentence(
        _("Tanda kutip tidak ditutup pada baris ini."), _FETCH_AGAIN
    ),
    "not_csv": Sentence(_("Baris ini bukan CSV yang sah."), _FETCH_AGAIN),
    "cells_missing": Sentence(
        _("Baris ini hanya punya %(value)s kolom dari %(limit)s."), _FETCH_AGAIN
    ),
    "cells_too_many": Sentence(
        _("Baris ini punya %(value)s kolom, padahal judulnya %(limit)s."), _FETCH_AGAIN
    ),
    # --- one cell
    "cell_empty": Sentence(_("Isinya kosong."), _FETCH_AGAIN),
    "cell_formula": Sentence(_("“%(value)s” adalah rumus, bukan nilai."), _FETCH_AGAIN),
    "cell_malformed": Sentence(_("“%(value)s” tidak dapat dibaca."), _FETCH_AGAIN),
    "amount_scientific": Sentence(
        _("“%(value)s” adalah angka yang dibulatkan Excel."), _FETCH_AGAIN
    ),
    "amount_malformed": Sentence(
        _("“%(value)s” bukan jumlah rupiah seperti 150000 atau 150000.00."),
        _FETCH_AGAIN,
    ),
    "amount_negative": Sentence(_("“%(value)s” tidak boleh negatif."), _ASK_SENDER),
    "date_malformed": Sentence(
        _("“%(value)s” bukan tanggal yang ada di kalender."), _FETCH_AGAIN
    ),
    "date_in_future": Sentence(
        _("“%(value)s” belum terjadi."), _("Periksa tanggal laporannya.")
    ),
    "wrong_day": Sentence(
        _("“%(value)s” bukan dari tanggal yang diminta (%(limit)s)."), _ASK_SENDER
    ),
    "status_unsettled": Sentence(
        _("Status “%(value)s” bukan uang yang sudah diterima gateway."),
        _("Unduh laporan penyelesaian (settlement), bukan daftar transaksi."),
    ),
    # --- what the lines say together
    "line_does_not_add_up": Sentence(
        _("Kotor − biaya − PPN − pengembalian ≠ bersih (selisih %(value)s)."),
        _ASK_SENDER,
    ),
    "line_of_two_kinds": Sentence(
        _("Baris ini harus pembayaran (kotor) atau pengembalian, tidak keduanya."),
        _ASK_SENDER,
    ),
    "line_contradicts": Sentence(
        _(
            "Transaksi %(value)s sudah diimpor dari %(earlier)s dengan isi lain: "
            "%(known)s, di berkas ini %(told)s."
        ),
        _("Tanyakan kepada gateway laporan mana yang benar; berkasnya jangan diubah."),
    ),
    "payout_contradicts": Sentence(
        _(
            "Transaksi %(value)s sudah tercatat dalam pencairan %(known)s, di berkas "
            "ini %(told)s."
        ),
        _("Tanyakan kepada gateway pencairan mana yang benar."),
    ),
    # --- bank statements
    "wrong_account": Sentence(
        _("Rekening %(value)s bukan RKUD kota ini (%(limit)s)."),
        _("Unduh rekening koran RKUD."),
    ),
    "wrong_currency": Sentence(_("Mata uangnya %(value)s, bukan IDR."), _ASK_SENDER),
    "not_whole_rupiah": Sentence(_("“%(value)s” bukan rupiah bulat."), _ASK_SENDER),
    "part_missing": Sentence(_("Bagian %(value)s tidak ada."), _ASK_SENDER),
    "xml_malformed": Sentence(_("XML-nya tidak sah: %(value)s"), _ASK_SENDER),
    "mt940_malformed": Sentence(_("MT940-nya tidak sah: %(value)s"), _ASK_SENDER),
    "balance_breaks": Sentence(
        _("Saldo di sini %(value)s, padahal seharusnya %(limit)s."),
        _("Ada baris yang hilang atau berubah. Unduh lagi rekening korannya."),
    ),
    "statement_contradicts": Sentence(
        _(
            "Rekening koran %(value)s sudah diimpor dari %(earlier)s, tetapi %(known)s "
            "baris darinya tidak ada lagi di berkas ini."
        ),
        _("Tanyakan kepada bank rekening koran mana yang benar."),
    ),
}


class FileRefused(RempahError):
    """The whole file is refused and nothing of it was imported.

    `problem` is one of PROBLEMS; `line` counts the file's lines from 1, its header
    included; `column` is the file's own name of it.
    """

    code = "file_refused"

    def __init__(
        self, problem: str, *, line: int | None = None, column: str = "", **facts: str
    ) -> None:
        self.report: dict[str, Any] = {
            "problem": problem,
            "line": line,
            "column": column,
            **facts,
        }
        super().__init__(problem, **self.report, **sentences_of(self.report))


def sentences_of(report: Mapping[str, Any]) -> dict[str, str]:
    """Place, reason and remedy of a refusal, in the reader's language."""
    sentence = PROBLEMS[report["problem"]]
    places = []
    if report["line"]:
        places.append(gettext("Baris %(line)s") % report)
    if report["column"]:
        places.append(gettext("kolom “%(column)s”") % report)
    return {
        "place": ", ".join(places) + ":" if places else "",
        "reason": str(sentence.reason) % report,
        "remedy": str(sentence.remedy) % report,
    }
