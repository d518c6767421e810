"""What a payer can choose: bills to pay together, and the way to pay. Parses only."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kernel.identifiers import MistypedKodeBayar, parse_kode_bayar
from payments.models import Channel


def clean_kode_bayar(text: str) -> str:
    """The kode bayar as a field's value; the sentence for one that is mistyped."""
    try:
        return parse_kode_bayar(text)
    except MistypedKodeBayar as mistyped:
        raise ValidationError(
            _("Kode bayar terdiri atas 14 angka. Salah satu angkanya keliru."),
            code=mistyped.code,
        ) from mistyped


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
