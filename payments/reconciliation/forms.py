"""Forms of BP2RD's pages: a day, and files of evidence."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from kernel.reasons import LENGTH_MAX
from payments.reconciliation.services import SETTLEMENT_MAX_MB, STATEMENT_MAX_MB


class DayForm(forms.Form):
    """The day to look at; today where none, nonsense, or a day to come is asked for."""

    hari = forms.DateField(
        label=_("Hari"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        # A day has one before it, and an instant in every zone.
        validators=[MinValueValidator(date(1945, 8, 17))],
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["hari"]
        field.validators.append(MaxValueValidator(today))
        field.widget.attrs["max"] = today.isoformat()

    @classmethod
    def day_asked(cls, data: Any, today: date) -> date:
        form = cls(data, today=today)
        if "hari" in data and form.is_valid():
            day: date = form.cleaned_data["hari"]
            return day
        return today


class ReasonForm(forms.Form):
    """Why; whoever looks later reads it."""

    alasan = forms.CharField(
        label=_("Alasan"),
        max_length=LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Tulis alasannya.")},
    )


class NoteForm(forms.Form):
    """What is being done about a finding, and by whom."""

    catatan = forms.CharField(
        label=_("Tindak lanjut"),
        help_text=_("Apa yang sedang dilakukan dan oleh siapa. Tidak dapat diubah."),
        max_length=LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Tulis apa yang dilakukan.")},
    )


class EvidenceForm(forms.Form):
    """One file of evidence, at most so big."""

    size_max_mb = 0

    def clean_berkas(self) -> Any:
        file = self.cleaned_data["berkas"]
        if file.size > self.size_max_mb * 1024 * 1024:
            raise forms.ValidationError(
                _("Berkas lebih besar dari %(limit)s MB. Unduh per hari.")
                % {"limit": self.size_max_mb}
            )
        return file


class SettlementForm(EvidenceForm):
    """The gateway's settlement report."""

    size_max_mb = SETTLEMENT_MAX_MB
    berkas = forms.FileField(
        label=_("Laporan penyelesaian (settlement) gateway"),
        help_text=_("CSV apa adanya dari gateway, jangan dibuka dulu di Excel."),
        max_length=200,
        allow_empty_file=True,
        error_messages={"required": _("Pilih berkas laporan gateway.")},
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )


class StatementForm(EvidenceForm):
    """The bank's statement of the RKUD."""

    size_max_mb = STATEMENT_MAX_MB
    berkas = forms.FileField(
        label=_("Rekening koran RKUD"),
        help_text=_("CSV, MT940, atau camt.053 dari bank."),
        max_length=200,
        allow_empty_file=True,
        error_messages={"required": _("Pilih berkas rekening koran.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.sta,.940,.xml"}),
    )
