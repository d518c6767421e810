"""What a payer can choose: bills to pay together, and the way to pay. Parses only."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kernel.identifiers import (
    KODE_BAYAR_LENGTH,
    MistypedKodeBayar,
    parse_kode_bayar,
    typed_digits,
)
from payments.models import Channel


def mistyped_sentence(text: str) -> str:
    """What is wrong with a kode bayar: digits are missing, too many, or altered."""
    count = len(typed_digits(text))
    if not count or count == KODE_BAYAR_LENGTH:
        return gettext("Kode bayar terdiri atas 14 angka. Salah satu angkanya keliru.")
    if count < KODE_BAYAR_LENGTH:
        missing = KODE_BAYAR_LENGTH - count
        return ngettext(
            "Kode bayar terdiri atas 14 angka. Masih kurang %(count)d angka.",
            "Kode bayar terdiri atas 14 angka. Masih kurang %(count)d angka.",
            missing,
        ) % {"count": missing}
    over = count - KODE_BAYAR_LENGTH
    return ngettext(
        "Kode bayar terdiri atas 14 angka. Kelebihan %(count)d angka.",
        "Kode bayar terdiri atas 14 angka. Kelebihan %(count)d angka.",
        over,
    ) % {"count": over}


def clean_kode_bayar(text: str) -> str:
    """The kode bayar as a field's value; the sentence for one that is mistyped."""
    try:
        return parse_kode_bayar(text)
    except MistypedKodeBayar as mistyped:
        raise ValidationError(mistyped_sentence(text), code=mistyped.code) from mistyped


def _bare(npwrd: str) -> str:
    """What of an NPWRD counts: without the R before it and what a person puts in."""
    return re.sub(r"[\s.\-]", "", npwrd).upper().removeprefix("R")


class KodeBayarField(forms.CharField):
    """One kode bayar, with the spaces a person types."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return clean_kode_bayar(text) if text else ""


class KodeBayarListField(forms.Field):
    """Several kode bayar in hidden inputs or checkboxes, each once."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Sequence[str] | None) -> list[str]:
        return list(dict.fromkeys(clean_kode_bayar(text) for text in value or []))


class SelectionForm(forms.Form):
    """Which other bills are paid together with the one in the address (GET)."""

    dengan = KodeBayarListField(required=False)
    tambah = KodeBayarField(
        label=_("Kode bayar lain"),
        help_text=_("Boleh dari dinas lain. Kosongkan bila tidak ada."),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class NpwrdForm(forms.Form):
    """The payer's own number, to open what names the payer in full."""

    npwrd = forms.CharField(
        label=_("NPWRD"),
        help_text=_(
            "Huruf R dan 14 angka, tertulis di surat ketetapan dan di tanda bukti lain "
            "atas nama yang sama."
        ),
        error_messages={"required": _("Ketik NPWRD wajib retribusinya.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        max_length=40,
    )

    def __init__(self, *args: Any, npwrd: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._expected = npwrd

    def clean_npwrd(self) -> str:
        typed = str(self.cleaned_data["npwrd"])
        if _bare(typed) != _bare(self._expected):
            raise ValidationError(
                _("NPWRD ini bukan milik wajib retribusi tagihan ini. Periksa lagi."),
                code="npwrd_of_another",
            )
        return typed


class PayForm(forms.Form):
    """The way to pay, for the bill in the address and those paid with it (POST)."""

    dengan = KodeBayarListField(required=False)
    channel = forms.ChoiceField(
        choices=Channel.online(),
        error_messages={
            "required": _("Pilih cara membayar."),
            "invalid_choice": _("Cara membayar ini tidak tersedia. Pilih yang lain."),
        },
    )
