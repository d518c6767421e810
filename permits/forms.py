"""Forms made from a type's definition: a page of questions, its papers, a checklist."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from city.models import Market
from city.selectors import kelurahan_by_kecamatan
from kernel.nik import masked_nik
from kernel.reasons import LENGTH_MAX
from permits.answers import LONGEST, AnswerRefused, parse_answer
from permits.definitions import FileKind, Question, QuestionKind, Requirement
from permits.models import Verdict
from permits.selectors import GivenItem
from permits.services import TAKEN, ItemVerdict
from uploads.forms import UploadField

# What is wrong with an answer, and what to do.
PROBLEMS: Mapping[str, str | Promise] = {
    "required": _("Isi bagian ini."),
    "too_long": _("Terlalu panjang. Persingkat."),
    "letters": _("Tulis dengan huruf, tanpa angka."),
    "personal": _("Jangan tulis NIK di sini; ada tempatnya sendiri."),
    "nik_length": _("NIK terdiri atas 16 angka. Hitung lagi angkanya."),
    "nik_place": _("Dua angka pertama NIK bukan kode provinsi. Lihat lagi KTP Anda."),
    "nik_birth": _("Angka ke-7 sampai ke-12 bukan tanggal lahir. Lihat lagi KTP Anda."),
    "nik_serial": _("Empat angka terakhir NIK tidak mungkin 0000."),
    "phone": _("Tulis nomor telepon seperti 0812 3456 7890."),
    "size": _("Tulis luas dalam m², misalnya 6 atau 6,25."),
    "option": _("Pilih salah satu dari daftar."),
}
MISSING: Mapping[QuestionKind, str | Promise] = {
    QuestionKind.NAME: _("Tulis nama seperti pada KTP."),
    QuestionKind.NIK: _("Tulis 16 angka NIK."),
    QuestionKind.PHONE: _("Tulis nomor telepon yang aktif."),
    QuestionKind.CHOICE: _("Pilih salah satu."),
    QuestionKind.MARKET: _("Pilih pasarnya."),
    QuestionKind.KELURAHAN: _("Pilih kelurahannya."),
}
ATTRIBUTES: Mapping[QuestionKind, dict[str, str]] = {
    QuestionKind.NAME: {"autocomplete": "name"},
    QuestionKind.NIK: {"inputmode": "numeric", "autocomplete": "off"},
    QuestionKind.PHONE: {"type": "tel", "autocomplete": "tel"},
    QuestionKind.SIZE_M2: {"inputmode": "decimal", "autocomplete": "off"},
}
# A person types more than is kept: blanks in a NIK, words too many.
TYPED_MAX = 2_000


class AnswerField(forms.CharField):
    """One question; its answer is what `parse_answer` keeps of what was typed."""

    def __init__(self, question: Question, **kwargs: Any) -> None:
        self.question = question
        super().__init__(
            label=question.label,
            help_text=question.hint,
            required=question.must,
            max_length=TYPED_MAX,
            error_messages={"required": self._sentence("required")},
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            parse_answer(self.question, text)
        except AnswerRefused as refused:
            raise ValidationError(self._sentence(refused.problem)) from None
        return str(text)

    def _sentence(self, problem: str) -> str:
        if problem == "required" and self.question.kind in MISSING:
            return str(MISSING[self.question.kind])
        return str(PROBLEMS[problem])


class AnswersForm(forms.Form):
    """Questions of one page, or the officer's own."""

    def __init__(
        self,
        questions: Iterable[Question],
        *args: Any,
        kept_nik: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            if kept_nik and question.kind is QuestionKind.NIK:
                question = _unasked(question, kept_nik)
            self.fields[question.code] = AnswerField(question, widget=_widget(question))

    def add_refusal(self, refused: AnswerRefused) -> None:
        """What only the service could see, beside its field."""
        self.add_error(refused.field, str(PROBLEMS[refused.problem]))


class PapersForm(forms.Form):
    """A file for each requirement; none must come, since each is kept by itself."""

    def __init__(
        self, requirements: Iterable[Requirement], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for one in requirements:
            self.fields[one.code] = UploadField(
                label=one.label,
                help_text=one.hint or kind_sentence(one.kind),
                allowed=TAKEN[one.kind],
                required=False,
            )


class ReviewForm(forms.Form):
    """The checklist: a verdict and a note per part, and which state was looked at."""

    turn = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    catatan = forms.CharField(
        label=_("Catatan untuk penyetuju"),
        help_text=_("Wajib bila Anda mengusulkan penolakan."),
        required=False,
        max_length=LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, items: Iterable[GivenItem], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = [one for one in items if one.current is not None]
        for one in self.items:
            self.fields[f"verdict-{one.item}"] = forms.ChoiceField(
                label=one.label,
                required=False,
                choices=[
                    (Verdict.VALID.value, _("Sah")),
                    (Verdict.CORRECT.value, _("Perlu perbaikan")),
                ],
                widget=forms.RadioSelect,
                initial=one.current.verdict if one.current else "",
            )
            self.fields[f"note-{one.item}"] = forms.CharField(
                label=_("Yang harus diperbaiki"),
                help_text=_("Wajib bila perlu perbaikan; pemohon membacanya."),
                required=False,
                max_length=LENGTH_MAX,
                initial=one.current.note if one.current else "",
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for one in self.items:
            is_wrong = cleaned.get(f"verdict-{one.item}") == Verdict.CORRECT
            note = f"note-{one.item}"
            if is_wrong and not cleaned.get(note) and note not in self.errors:
                self.add_error(
                    note, _("Tulis apa yang harus diperbaiki; pemohon membacanya.")
                )
        return cleaned

    def require_a_correction(self) -> bool:
        """Whether something is to be corrected; says so on the form if nothing is."""
        if not any(v.verdict == Verdict.CORRECT for v in self.verdicts().values()):
            self.add_error(
                None,
                _("Tandai paling sedikit satu bagian “Perlu perbaikan”."),
            )
        return not self.errors

    def require_a_note(self) -> bool:
        """Whether the approver is told why."""
        if not self.cleaned_data.get("catatan"):
            self.add_error(
                "catatan", _("Tulis mengapa permohonan ini sebaiknya ditolak.")
            )
        return not self.errors

    def require_all_valid(self) -> bool:
        """Whether every part is valid; names on the form those that are not."""
        for item, told in self.verdicts().items():
            if told.verdict != Verdict.VALID:
                self.add_error(
                    f"verdict-{item}",
                    _("Belum sah. Yang diusulkan harus sah semuanya."),
                )
        return not self.errors

    def verdicts(self) -> dict[str, ItemVerdict]:
        """What was said, by item."""
        return {
            one.item: ItemVerdict(
                Verdict(self.cleaned_data.get(f"verdict-{one.item}") or ""),
                self.cleaned_data.get(f"note-{one.item}", ""),
            )
            for one in self.items
        }

    def rows(self) -> list[dict[str, Any]]:
        """Each part with its two fields, for the page."""
        return [
            {
                "item": one,
                "verdict": self[f"verdict-{one.item}"],
                "note": self[f"note-{one.item}"],
            }
            for one in self.items
        ]


class DecisionForm(forms.Form):
    """The state the approver looked at; no words are needed to approve."""

    turn = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ReasonForm(DecisionForm):
    """Why not: the applicant, or the checker, reads it."""

    alasan = forms.CharField(
        label=_("Alasan"),
        max_length=LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Tulis alasannya.")},
    )


def kind_sentence(kind: FileKind) -> str:
    """What a requirement takes, in words."""
    words = {
        FileKind.PICTURE: _("Foto."),
        FileKind.PDF: _("PDF."),
        FileKind.EITHER: _("Foto atau PDF."),
    }
    return str(words[kind])


def _unasked(question: Question, nik: str) -> Question:
    """The question for a NIK that is known: it is typed only to be changed."""
    hint = _("Kosongkan bila tetap %(nik)s.") % {"nik": masked_nik(nik)}
    return question.model_copy(update={"must": False, "hint": str(hint)})


def _widget(question: Question) -> forms.Widget:
    kind = question.kind
    if kind is QuestionKind.CHOICE:
        options = [(option.value, option.label) for option in question.options]
        return forms.RadioSelect(choices=options)
    if kind is QuestionKind.MARKET:
        markets = Market.objects.order_by("name").values_list("code", "name")
        return forms.Select(choices=[("", _("Pilih pasar")), *markets])
    if kind is QuestionKind.KELURAHAN:
        return forms.Select(choices=[("", _("Pilih kelurahan")), *_kelurahan()])
    attributes = ATTRIBUTES.get(kind, {})
    if kind is QuestionKind.LONG_TEXT:
        return forms.Textarea(attrs={"rows": 4})
    longest = LONGEST.get(kind)
    if longest:
        attributes = attributes | {"maxlength": str(longest)}
    return forms.TextInput(attrs=attributes)


def _kelurahan() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (kecamatan, [(one.code, one.name) for one in group])
        for kecamatan, group in kelurahan_by_kecamatan()
    ]
