"""What collectors and treasurers fill in: a count, a code, a reason. Parses only."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kernel.money import Rupiah
from kernel.reasons import LENGTH_MAX
from payments.forms import KodeBayarListField

# Nobody carries a trillion in notes; a kode bayar typed into the field is refused.
DIGITS_MAX = 12


class RupiahField(forms.CharField):
    """Whole rupiah as people type them: 18000, 18.000 or Rp 18.000."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def clean(self, value: Any) -> Any:
        """The amount.

        Raises:
            ValidationError: it is empty, or no whole number of rupiah.
        """
        text = super().clean(value)
        digits = re.sub(r"^\s*rp|[\s.]", "", text, flags=re.IGNORECASE)
        if not re.fullmatch(rf"[0-9]{{1,{DIGITS_MAX}}}", digits):
            raise ValidationError(
                _("Tulis jumlah rupiah dengan angka saja, misalnya 18.000."),
                code="rupiah_malformed",
            )
        return Rupiah(int(digits))


class CountForm(forms.Form):
    """What a hand counted, before anybody tells what it should be."""

    dihitung = RupiahField(
        label=_("Uang tunai yang Anda hitung"),
        help_text=_("Hitung dulu, baru tulis. Tulis 0 bila tidak ada."),
        error_messages={"required": _("Tulis jumlah yang Anda hitung.")},
    )


class ReasonForm(forms.Form):
    """Why a count is not accepted."""

    alasan = forms.CharField(
        label=_("Mengapa hitungan ini tidak Anda terima"),
        max_length=LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Tulis alasannya.")},
    )


class CancelForm(forms.Form):
    """Why a slip is wrong; its paper will show it."""

    alasan = forms.CharField(
        label=_("Mengapa STS ini salah"),
        help_text=_("Tampil pada STS yang dibatalkan. Paling banyak 300 huruf."),
        max_length=LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Tulis alasannya.")},
    )


class VoidForm(forms.Form):
    """Why a ticket is wrong; whoever checks it is shown why."""

    alasan = forms.CharField(
        label=_("Mengapa karcis ini keliru"),
        help_text=_(
            "Tampil saat karcis diperiksa. Jangan tulis NIK atau nomor telepon."
        ),
        max_length=LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Tulis alasannya.")},
    )


class SeenForm(forms.Form):
    """The amount that stood on the page, so that a stale page is noticed."""

    jumlah = forms.IntegerField(min_value=0, max_value=10**DIGITS_MAX)

    @property
    def seen(self) -> Rupiah:
        return Rupiah(self.cleaned_data["jumlah"])


class CashForm(SeenForm):
    """Cash that was taken: for which bills, how much, and the page's own key."""

    kode = KodeBayarListField()
    kunci = forms.RegexField(r"[0-9a-f]{32}")


class BillsForm(forms.Form):
    """The bills of a stall that are paid together."""

    kode = KodeBayarListField(required=False)


class ReadForm(forms.Form):
    """What the camera read or a person typed: a plate's address or code, or a kode."""

    isi = forms.CharField(
        label=_("Kode pada plat, atau kode bayar"),
        max_length=600,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": _("Ketik kode di bawah QR pada plat.")},
    )
