"""How values are written: rupiah, dates in the city's zone, codes, states."""

from datetime import UTC, date, datetime
from typing import Literal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from city.models import CityProfile
from config import template_filters as shown
from kernel.money import Rupiah

LATE_EVENING_UTC = datetime(2026, 11, 23, 16, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (45_000, "Rp 45.000"),
        (Rupiah(1_234_567_890), "Rp 1.234.567.890"),
        (0, "Rp 0"),
        (Rupiah(-4_440), "−Rp 4.440"),
        (None, "–"),
        ("", "–"),
    ],
)
def test_rupiah_are_grouped_by_dots_and_stay_on_one_line(
    value: Rupiah | int | Literal[""] | None, text: str
) -> None:
    assert shown.rupiah(value) == text.replace(" ", shown.NO_BREAK)


@pytest.mark.parametrize(
    ("value", "text"),
    [(7, "7"), (4_000, "4.000"), (1_000_000, "1.000.000"), (None, "–")],
)
def test_a_count_is_grouped_as_rupiah_are_in_either_language(
    value: int | None, text: str
) -> None:
    for language in ("id", "en"):
        with override(language):
            assert shown.angka(value) == text


def test_every_amount_of_a_sentence_stays_on_one_line() -> None:
    sentence = "dari Rp 13.320 tunai: Rp 0 di bendahara"
    shown_so = shown.satu_baris(sentence)
    assert shown_so.count(f"Rp{shown.NO_BREAK}") == 2
    assert shown_so.replace(shown.NO_BREAK, " ") == sentence


@given(st.integers(min_value=0, max_value=10**15))
def test_rupiah_are_read_back_as_the_same_number(amount: int) -> None:
    digits = shown.rupiah(amount).removeprefix(f"Rp{shown.NO_BREAK}").replace(".", "")
    assert int(digits) == amount


def test_an_instant_is_shown_on_the_citys_day_and_clock(
    small_city: CityProfile,
) -> None:
    with override("id"):
        assert shown.tanggal(LATE_EVENING_UTC) == "Selasa, 24 November 2026"
        assert shown.jam(LATE_EVENING_UTC) == "01.05 WIT"
        assert shown.tanggal_jam(LATE_EVENING_UTC).endswith("2026, 01.05 WIT")
    with override("en"):
        assert shown.tanggal(LATE_EVENING_UTC) == "Tuesday, 24 November 2026"
        assert shown.jam(LATE_EVENING_UTC) == "01:05 WIT"


def test_a_date_stays_the_date_it_is() -> None:
    with override("id"):
        assert shown.tanggal(date(2026, 3, 1)) == "Minggu, 1 Maret 2026"
        assert shown.bulan(date(2026, 3, 1)) == "Maret 2026"


def test_what_has_not_happened_is_a_dash() -> None:
    assert shown.tanggal(None) == shown.jam(None) == shown.tanggal_jam(None) == "–"


def test_a_kode_bayar_is_grouped_as_it_is_read_aloud() -> None:
    assert shown.kode("12345678901234") == "1234 5678 9012 34"


def test_an_amount_is_spelled_in_the_language_of_the_page() -> None:
    with override("id"):
        assert shown.terbilang(Rupiah(45_000)) == "empat puluh lima ribu rupiah"
    with override("en"):
        assert shown.terbilang(Rupiah(45_000)) == "forty-five thousand rupiah"


@pytest.mark.parametrize(
    ("number", "digits"),
    [("0812-0000-0000", "6281200000000"), ("+62 921 000", "62921000")],
)
def test_a_telephone_number_gets_the_countrys_code(number: str, digits: str) -> None:
    assert shown.phone_digits(number) == digits


def test_every_state_has_a_tone_a_shape_and_a_word() -> None:
    looks = [shown.state_look(state) for state in shown.STATES]
    assert all(look.tone in shown.TONES and str(look.label) for look in looks)
    assert shown.state_look("NEVER_HEARD_OF").label == "NEVER_HEARD_OF"


def test_a_papers_number_may_break_after_a_stroke_and_is_escaped() -> None:
    assert shown.nomor("974/000001/A-B") == "974/<wbr>000001/<wbr>A-B"
    assert shown.nomor("<b>/1") == "&lt;b&gt;/<wbr>1"


def test_equal_truths_lie_on_one_line_and_cash_stands_for_itself() -> None:
    columns = [
        {"label": "tagihan", "amount": 100},
        {"label": "gateway", "amount": Rupiah(100)},
        {"label": "bank", "amount": 100},
        {"label": "tunai", "amount": 7, "own": True},
    ]
    drawn = shown.truth_steps(columns)
    assert [(c["level"], c["step"]) for c in drawn] == [(0, Rupiah(0))] * 4


def test_cash_that_lacks_something_makes_a_step_of_its_own() -> None:
    cash = {"label": "tunai", "amount": 13, "own": True, "lacking": Rupiah(5)}
    (drawn,) = shown.truth_steps([cash])
    assert (drawn["level"], drawn["step"], drawn["is_short"]) == (1, Rupiah(5), True)


def test_a_truth_that_differs_makes_a_step_of_the_difference() -> None:
    drawn = shown.truth_steps([{"amount": n} for n in (100, 145, 100, 90)])
    assert [column["level"] for column in drawn] == [0, 1, 0, 2]
    assert [column["step"].amount for column in drawn] == [0, 45, 45, 10]
    assert [column["is_short"] for column in drawn] == [False, False, True, True]


@given(
    st.lists(st.none() | st.integers(min_value=0, max_value=10**12), max_size=8),
    st.integers(min_value=0, max_value=10**12),
)
def test_bars_are_whole_and_never_longer_than_their_track(
    amounts: list[int | None], target: int
) -> None:
    drawn = shown.bar_widths([{"amount": amount} for amount in amounts], target)
    assert all(0 <= bar["width"] <= shown.FULL_WIDTH_PERMILLE for bar in drawn)
    assert all(bar["target"] <= shown.FULL_WIDTH_PERMILLE for bar in drawn)
