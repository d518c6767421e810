"""What /panduan/ shows: every component in every state, with invented values only."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.templatetags.static import static
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from config.template_filters import STATES
from kernel.money import Rupiah
from uploads.forms import UploadField
from uploads.services import Kind

NOW = datetime(2026, 11, 24, 0, 15, tzinfo=UTC)
LONG_NAME = (
    "Perkumpulan Pedagang Rempah-Rempah, Ikan Asap dan Hasil Bumi Sejahtera Bersama"
)
PALETTE = [
    *("ink", "ink-2", "paper", "surface", "sunk", "hair", "line"),
    *("laut", "laut-tint", "cengkih", "cengkih-tint", "pala", "pala-tint"),
    *("hijau", "hijau-tint", "merah", "merah-tint"),
]


ICONS = [
    *(
        "arrow-right",
        "banknote",
        "building-2",
        "check",
        "chevron-left",
        "chevron-right",
    ),
    *("circle-check", "circle-minus", "circle-x", "clock", "copy", "download"),
    *("file-text", "info", "landmark", "message-circle", "octagon-alert", "phone"),
    *("printer", "qr-code", "refresh-cw", "shield-check", "shield-question-mark"),
    *("shield-x", "triangle-alert", "undo-2", "wifi-off"),
]


class ExampleForm(forms.Form):
    """One field of each widget."""

    name = forms.CharField(
        label=_("Nama wajib retribusi"), help_text=_("Seperti pada KTP")
    )
    size = forms.IntegerField(label=_("Luas lapak"), required=False, min_value=1)
    reason = forms.CharField(label=_("Alasan"), widget=forms.Textarea)
    market = forms.ChoiceField(
        label=_("Pasar"), choices=[("1", "Pasar Contoh"), ("2", LONG_NAME)]
    )
    kind = forms.ChoiceField(
        label=_("Jenis tempat"),
        help_text=_("Pilih satu"),
        choices=[("kios", "Kios"), ("los", "Los"), ("pelataran", "Pelataran")],
        widget=forms.RadioSelect,
    )
    days = forms.MultipleChoiceField(
        label=_("Hari berjualan"),
        choices=[("sen", "Senin"), ("sel", "Selasa")],
        widget=forms.CheckboxSelectMultiple,
    )
    photo = forms.FileField(label=_("Foto lapak"))
    agreed = forms.BooleanField(label=_("Isian ini benar"))


class ExampleUploadForm(forms.Form):
    """A photo that must come, and a paper that may be a photo as well."""

    photo = UploadField(
        label=_("Foto lapak"),
        help_text=_("Lokasi dan data kamera dihapus dari foto."),
        allowed=[Kind.PICTURE],
    )
    paper = UploadField(
        label=_("Surat pernyataan"), allowed=[Kind.PICTURE, Kind.PDF], required=False
    )


AGREEING = Rupiah(1_284_000)
MONEY_EXAMPLES: dict[str, Any] = {
    "amount": Rupiah(45_000),
    "large_amount": Rupiah(1_234_567_890),
    "lines": [
        {
            "what": "Pelayanan pasar, 22–24 November 2026",
            "factors": ["6 m²", "Rp 2.500 per m² per hari", "3 hari"],
            "amount": Rupiah(45_000),
        }
    ],
    "channels": [
        {
            "value": "qris",
            "label": "QRIS",
            "note": "Semua dompet digital dan bank",
            "time": "± 5 detik",
            "checked": True,
        },
        {
            "value": "bca",
            "label": "Transfer BCA",
            "note": _("Nomor virtual account"),
            "time": "± 1 menit",
        },
        {
            "value": "permata",
            "label": "Bank lain (Permata)",
            "note": "Batas QRIS Rp 10.000.000 tidak berlaku di sini",
            "cost": Rupiah(4_000),
            "time": "± 5 menit",
            "disabled": True,
        },
    ],
    "agreeing_truths": [
        {"label": "Dibayar nontunai", "amount": AGREEING, "note": "86 tagihan"},
        {"label": "Gateway", "amount": AGREEING, "note": "84 transaksi"},
        {"label": "Bank", "amount": AGREEING, "note": "1 pencairan"},
        {
            "label": "Setoran tunai",
            "amount": Rupiah(310_000),
            "note": "2 STS",
            "own": True,
        },
    ],
    "differing_truths": [
        {"label": "Dibayar nontunai", "amount": AGREEING, "href": "#truths"},
        {"label": "Gateway", "amount": Rupiah(1_329_000), "href": "#truths"},
        {"label": "Bank", "amount": Rupiah(1_284_000), "href": "#truths"},
        {"label": "Setoran tunai", "amount": Rupiah(310_000), "own": True},
    ],
    "bars": [
        {"label": "Pelayanan pasar", "amount": Rupiah(18_400_000)},
        {"label": "Persampahan", "amount": Rupiah(12_150_000)},
        {
            "label": "Parkir tepi jalan umum",
            "amount": Rupiah(2_050_000),
            "exception": "11 % sasaran",
        },
        {"label": LONG_NAME, "amount": Rupiah(7_300_000)},
        {"label": "Terminal", "amount": None},
    ],
    "target": Rupiah(15_000_000),
    "no_bars": [],
}

NUMBER = {"number": True}
LIST_EXAMPLES: dict[str, Any] = {
    "facts": [
        {"key": "Wajib retribusi", "value": "Siti Contoh"},
        {"key": "Objek", "value": "Lapak B-12, Pasar Contoh, 6 m²"},
        {"key": "Kode bayar", "kode": "12345678901234"},
        {"key": "Keadaan", "state": "ASSESSED"},
        {"key": "Nama usaha", "value": LONG_NAME, "href": "#summary"},
        {"key": "NPWRD", "value": ""},
    ],
    "table_head": [
        {"label": "Tanggal"},
        {"label": "Wajib retribusi"},
        {"label": "Keadaan"},
        {"label": "Tagihan", **NUMBER},
        {"label": "Dibayar", **NUMBER},
    ],
    "table_rows": [
        [
            f"{day} November 2026",
            {"text": LONG_NAME if day == 3 else "Siti Contoh", "href": "#table"},
            {"state": "PAID_OFF" if day % 3 else "PART_PAID"},
            {"amount": Rupiah(45_000 * day)},
            {"amount": Rupiah(45_000 * day if day % 3 else 15_000)},
        ]
        for day in range(1, 9)
    ],
    "table_foot": [
        "Jumlah",
        "",
        "",
        {"amount": Rupiah(1_620_000)},
        {"amount": Rupiah(1_245_000)},
    ],
    "crumbs": [
        {"label": "BP2RD", "href": "#breadcrumbs"},
        {"label": "Rekonsiliasi", "href": "#breadcrumbs"},
        {"label": "Selasa, 24 November 2026"},
    ],
    "tabs": [
        {"label": "Menunggu", "href": "#tabs", "current": True, "count": 12},
        {"label": "Selesai", "href": "#tabs", "count": 240},
        {"label": "Semua", "href": "#tabs"},
    ],
    "tasks": [
        {
            "label": "Data usaha",
            "href": "#task",
            "state": "good",
            "status": "Lengkap",
        },
        {
            "label": "Foto lapak",
            "href": "#task",
            "hint": "JPG atau PNG, sampai 5 MB",
            "state": "attention",
            "status": "Perlu diganti",
        },
        {"label": "Pernyataan", "state": "neutral", "status": "Belum bisa diisi"},
    ],
    "events": [
        {"title": "Dibayar Rp 45.000 lewat QRIS", "at": NOW, "by": "Midtrans"},
        {"title": "Kode QRIS dibuat", "at": NOW - timedelta(minutes=2)},
        {
            "title": "Tagihan terbit",
            "at": NOW - timedelta(hours=9),
            "by": LONG_NAME,
            "note": "Tarif berlaku sejak 5 Januari 2024.",
        },
    ],
    "errors": [
        {"text": "Isi nama wajib retribusi", "href": "#pay-code-error"},
        {"text": "Berkas ini bukan gambar"},
    ],
}


def examples() -> dict[str, Any]:
    """The context of the style guide."""
    return {
        "palette": PALETTE,
        "icons": ICONS,
        "guide_crumbs": [
            {"label": _("Halaman depan"), "href": "/"},
            {"label": _("Panduan")},
        ],
        "now": NOW,
        "later": NOW + timedelta(minutes=14),
        "payout_on": date(2026, 11, 25),
        "long_name": LONG_NAME,
        "states": STATES,
        "tones": ["good", "wait", "attention", "bad", "neutral"],
        "form": ExampleForm(auto_id="kosong_%s"),
        "upload_form": ExampleUploadForm(auto_id="unggah_%s"),
        "bound_upload_form": ExampleUploadForm(
            {}, MultiValueDict(), auto_id="keliru_%s"
        ),
        "bound_form": ExampleForm({"name": "", "size": "0", "kind": "los"}),
        "page": Paginator(range(240), 20).page(3),
        "qr_image": static("img/qr-example.png"),
        **MONEY_EXAMPLES,
        **LIST_EXAMPLES,
    }
