"""What people write: a report, a reply, an answer. Field names are in the pages."""

import uuid
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from city.selectors import kelurahan_by_kecamatan
from complaints.models import TEXT_LONGEST, ReportCategory
from complaints.selectors import categories_offered
from complaints.services import NewReport, Point, PointOutsideCity
from complaints.services.submitting import require_in_city
from kernel.reasons import LENGTH_MAX
from uploads.forms import UploadField
from uploads.services import Kind

DEGREE = Decimal("0.00001")


class FindForm(forms.Form):
    """The number of a report."""

    nomor = forms.CharField(label=_("Nomor laporan"), max_length=40)


class ReportForm(forms.Form):
    """One page, one form. The point is optional and comes from a button with script."""

    jenis = forms.ChoiceField(
        label=_("Yang Anda laporkan"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih salah satu.")},
    )
    foto = UploadField(
        label=_("Foto"),
        allowed=[Kind.PICTURE],
        required=False,
        help_text=_("Hampir semua laporan perlu foto. Data lokasi kamera dihapus."),
    )
    uraian = forms.CharField(
        label=_("Ceritakan singkat"),
        help_text=_("Di mana tepatnya, sejak kapan. Jangan tulis nama orang."),
        max_length=TEXT_LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Tulis apa yang Anda lihat.")},
    )
    kelurahan = forms.ChoiceField(
        label=_("Kelurahan"),
        error_messages={"required": _("Pilih kelurahan tempatnya.")},
    )
    lintang = forms.DecimalField(
        required=False, min_value=-90, max_value=90, widget=forms.HiddenInput
    )
    bujur = forms.DecimalField(
        required=False, min_value=-180, max_value=180, widget=forms.HiddenInput
    )
    kontak = forms.CharField(
        label=_("Nomor HP atau email Anda"),
        help_text=_("Hanya petugas yang melihatnya; dihapus setelah laporan selesai."),
        max_length=100,
        required=False,
    )
    kiriman = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.categories = {one.code: one for one in categories_offered()}
        places = kelurahan_by_kecamatan()
        self.places = {one.code: one for _kecamatan, group in places for one in group}
        self._field("jenis").choices = [
            (one.code, str(one)) for one in self.categories.values()
        ]
        self._field("kelurahan").choices = [("", _("Pilih kelurahan"))] + [
            (kecamatan, [(one.code, one.name) for one in group])
            for kecamatan, group in places
        ]
        self.initial.setdefault("kiriman", uuid.uuid4())

    def clean(self) -> dict[str, Any]:
        """The point must lie in the city, and some things are not found unseen."""
        cleaned = super().clean() or {}
        self._clean_point(cleaned)
        category = self.categories.get(cleaned.get("jenis", ""))
        is_missing = "foto" not in self.errors and not cleaned.get("foto")
        if category and category.needs_photo and is_missing:
            self.add_error("foto", _("Sertakan satu foto, agar petugas menemukannya."))
        return cleaned

    def new_report(self) -> NewReport:
        """What was said, of a form that is valid."""
        said = self.cleaned_data
        return NewReport(
            category=self.categories[said["jenis"]],
            kelurahan=self.places[said["kelurahan"]],
            text=said["uraian"],
            point=said.get("titik"),
            photo=said["foto"],
            contact=said["kontak"],
            sending=said["kiriman"] or uuid.uuid4(),
        )

    def _clean_point(self, cleaned: dict[str, Any]) -> None:
        """A point that cannot be is taken off the form, so that the next try passes."""
        north, east = cleaned.get("lintang"), cleaned.get("bujur")
        is_bad = bool({"lintang", "bujur"} & set(self.errors))
        if not is_bad and north is not None and east is not None:
            point = Point(north.quantize(DEGREE), east.quantize(DEGREE))
            try:
                require_in_city(point)
            except PointOutsideCity:
                is_bad = True
            cleaned["titik"] = point
        if is_bad:
            for name in ("lintang", "bujur"):
                self.errors.pop(name, None)
            self.data = with_values(self.data, lintang="", bujur="")
            self.add_error(
                "kelurahan",
                _("Titik peta itu di luar kota dan sudah dihapus. Kelurahan cukup."),
            )

    def _field(self, name: str) -> forms.ChoiceField:
        return cast(forms.ChoiceField, self.fields[name])


class ReasonForm(forms.Form):
    """Why something is turned down."""

    alasan = forms.CharField(
        label=_("Alasan"),
        max_length=LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Tulis alasannya; pelapor membacanya.")},
    )


class ReopenForm(ReasonForm):
    """What is still not done, with a picture if there is one."""

    alasan = forms.CharField(
        label=_("Apa yang belum selesai?"),
        max_length=LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Tulis apa yang belum selesai.")},
    )
    foto = UploadField(label=_("Foto sekarang"), allowed=[Kind.PICTURE], required=False)


class StepForm(forms.Form):
    """Any step of an officer: which event the page showed last."""

    terlihat = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class RejectForm(StepForm, ReasonForm):
    """Turning a report down."""


class ForwardForm(StepForm, ReasonForm):
    """Sending it to whom it concerns."""

    jenis = forms.ChoiceField(label=_("Jenis yang benar"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.categories = {one.code: one for one in categories_offered()}
        field = cast(forms.ChoiceField, self.fields["jenis"])
        field.choices = [
            (one.code, f"{one} – {one.opd}") for one in self.categories.values()
        ]

    @property
    def category(self) -> ReportCategory:
        """The chosen one, of a form that is valid."""
        return self.categories[self.cleaned_data["jenis"]]


class AnswerForm(StepForm):
    """It was done: words and a picture."""

    jawaban = forms.CharField(
        label=_("Apa yang sudah dikerjakan"),
        max_length=LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Tulis apa yang sudah dikerjakan.")},
    )
    foto = UploadField(
        label=_("Foto bukti"),
        allowed=[Kind.PICTURE],
        help_text=_("Tempat yang sama, sesudah dikerjakan."),
    )


def with_values(data: Any, **values: object) -> Any:
    """What was posted, with some values in place of the posted ones."""
    changed = data.copy()
    for name, value in values.items():
        changed[name] = value
    return changed
