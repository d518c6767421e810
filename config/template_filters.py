"""How values are written on a screen: rupiah, dates, codes, marks of states.

Registered as builtins. Formatting only; what a value means is decided elsewhere.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from django import template
from django.forms import BoundField
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from num2words import num2words

from city import selectors
from kernel.money import Rupiah, grouped

register = template.Library()
NOTHING = "–"
NO_BREAK = "\N{NO-BREAK SPACE}"
FULL_WIDTH_PERMILLE = 1000


class Look(NamedTuple):
    """A state as people see it: tone is the colour, icon the shape, label the word."""

    tone: str
    icon: str
    label: str | Promise


TONES = {
    "good": "circle-check",
    "wait": "clock",
    "attention": "triangle-alert",
    "bad": "octagon-alert",
    "neutral": "circle-minus",
}
# The words of Bill.state and Payment.state; one word where both have it.
STATES: Mapping[str, tuple[str, str | Promise]] = {
    "DRAFT": ("neutral", _("Konsep")),
    "ASSESSED": ("wait", _("Belum dibayar")),
    "EXPECTED": ("wait", _("Belum dibayar")),
    "PART_PAID": ("attention", _("Dibayar sebagian")),
    "PAID_OFF": ("good", _("Lunas")),
    "UNCOLLECTED": ("attention", _("Tidak tertagih")),
    "LAPSED": ("neutral", _("Kedaluwarsa")),
    "WRITTEN_OFF": ("neutral", _("Dihapuskan")),
    "CREATED": ("neutral", _("Disiapkan")),
    "AWAITING_PAYER": ("wait", _("Menunggu pembayaran")),
    "PAID": ("good", _("Dibayar")),
    "DENIED": ("bad", _("Ditolak")),
    "CANCELLED": ("neutral", _("Dibatalkan")),
    "EXPIRED": ("neutral", _("Waktu habis")),
    "FAILED": ("bad", _("Gagal")),
    "REVERSED": ("bad", _("Ditarik kembali")),
    "PART_REFUNDED": ("attention", _("Dikembalikan sebagian")),
    "REFUNDED": ("neutral", _("Dikembalikan")),
    "DISPUTED": ("bad", _("Disanggah")),
}
CONTROLS = {
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "checkbox": "govuk-checkboxes__input",
    "file": "govuk-file-upload",
    "clearablefile": "govuk-file-upload",
}


def as_rupiah(value: Rupiah | int) -> Rupiah:
    return value if isinstance(value, Rupiah) else Rupiah(value)


@register.filter
def rupiah(value: Rupiah | int | Literal[""] | None) -> str:
    """`Rp 45.000` on one line; a dash for no amount: nothing known is not zero."""
    if value is None or value == "":
        return NOTHING
    return str(as_rupiah(value)).replace("-", "−").replace(" ", NO_BREAK)


@register.filter
def satu_baris(sentence: str) -> str:
    """A sentence put together in code, with every amount in it on one line."""
    return sentence.replace("Rp ", f"Rp{NO_BREAK}")


@register.filter
def angka(value: int | None) -> str:
    """A count: `1.234`, in every language, as rupiah are written."""
    return NOTHING if value is None else grouped(value)


@register.filter
def terbilang(value: Rupiah | int) -> str:
    """The amount in the reader's words: `empat puluh ribu rupiah`. Papers are in id."""
    language = get_language() or "id"
    return f"{num2words(as_rupiah(value).amount, lang=language)} rupiah"


def local(value: datetime | date) -> datetime | date:
    if isinstance(value, datetime):
        return value.astimezone(selectors.zone())
    return value


@register.filter
def tanggal(value: datetime | date | None) -> str:
    """`Selasa, 24 November 2026`: of an instant, its date in the city."""
    return date_format(local(value), "l, j F Y") if value else NOTHING


@register.filter
def bulan(value: datetime | date | None) -> str:
    """`November 2026`."""
    return date_format(local(value), "F Y") if value else NOTHING


@register.filter
def jam(value: datetime | None) -> str:
    """`09.15 WIT`: the city's time and the name of its zone."""
    if not value:
        return NOTHING
    here = value.astimezone(selectors.zone())
    separator = ":" if get_language() == "en" else "."
    return f"{here:%H}{separator}{here:%M} {here.tzname()}"


@register.filter
def tanggal_jam(value: datetime | None) -> str:
    """`Selasa, 24 November 2026, 09.15 WIT`."""
    return f"{tanggal(value)}, {jam(value)}" if value else NOTHING


@register.filter
def kode(value: str) -> str:
    """A kode bayar as it is read aloud: `1234 5678 9012 34`."""
    return " ".join(value[start : start + 4] for start in range(0, len(value), 4))


@register.filter
def nomor(value: str) -> SafeString:
    """A paper's number; a narrow screen breaks it after a stroke, not inside a part."""
    parts = ([part] for part in value.split("/"))
    return format_html_join(mark_safe("/<wbr>"), "{}", parts)


@register.filter
def phone_digits(value: str) -> str:
    """A telephone number as links want it, with Indonesia's 62 in place of the 0."""
    digits = "".join(filter(str.isdigit, value))
    return f"62{digits[1:]}" if digits.startswith("0") else digits


@register.filter
def state_look(state: str) -> Look:
    """Tone, shape and word of a state, or of one of the five tones themselves."""
    if state in TONES:
        return Look(state, TONES[state], "")
    tone, label = STATES.get(state, ("neutral", state))
    return Look(tone, TONES[tone], label)


@register.filter
def as_control(field: BoundField, width: int | str = "") -> SafeString:
    """The widget of a form field in our dress; Django ties hint and error to it."""
    classes = [CONTROLS.get(field.widget_type, "govuk-input")]
    if width:
        classes.append(f"govuk-input--width-{width}")
    if field.errors:
        classes.append(f"{classes[0]}--error")
    return field.as_widget(attrs={"class": " ".join(classes)})


@register.filter
def zipped(columns: Iterable[Any], cells: Iterable[Any]) -> list[tuple[Any, Any]]:
    return list(zip(columns, cells, strict=True))


@register.filter
def bar_widths(
    bars: Iterable[Mapping[str, Any]], target: Rupiah | int | str | None = None
) -> list[dict[str, Any]]:
    """Bars with whole widths per mille of the longest, zero-based; so is the target."""
    drawn = [dict(bar) for bar in bars]
    known = [as_rupiah(b["amount"]).amount for b in drawn if b["amount"] is not None]
    goal = as_rupiah(target).amount if isinstance(target, (int, Rupiah)) else 0
    longest = max([*known, goal, 1])
    for bar in drawn:
        amount = 0 if bar["amount"] is None else as_rupiah(bar["amount"]).amount
        bar["width"] = max(amount, 0) * FULL_WIDTH_PERMILLE // longest
        bar["target"] = goal * FULL_WIDTH_PERMILLE // longest
    return drawn


@register.filter
def truth_steps(columns: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The truths with the step of each from the one before; equal amounts lie level.

    A column with `own` stands for itself: no other is measured from it, and its step is
    what it lacks itself (`lacking`).
    """
    drawn: list[dict[str, Any]] = []
    levels: dict[Rupiah, int] = {}
    before: Rupiah | None = None
    for column in columns:
        if column.get("own"):
            drawn.append({**column, **_own_step(as_rupiah(column.get("lacking", 0)))})
            continue
        amount = as_rupiah(column["amount"])
        level = levels.setdefault(amount, len(levels))
        step = amount - (amount if before is None else before)
        drop = level - (level if before is None else levels[before])
        drawn.append(
            {
                **column,
                "level": level,
                "step": Rupiah(abs(step.amount)),
                "is_short": step.amount < 0,
                "drop": max(drop, 0),
                "rise": max(-drop, 0),
            }
        )
        before = amount
    return drawn


def _own_step(lacking: Rupiah) -> dict[str, Any]:
    down = int(bool(lacking))
    return {"level": down, "step": lacking, "is_short": True, "drop": down}
