"""Loading a city from its folder, twice, wrongly, and not at all."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import Sum

from city import selectors
from city.models import (
    CityProfile,
    Holiday,
    Kecamatan,
    Kelurahan,
    Market,
    RevenueAccount,
)
from levies.models import LevyType, Tariff
from tests.levies import samples

TERNATE = settings.CITIES_DIR / "ternate"
CONTOH = settings.CITIES_DIR / "contoh"

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small city to spoil."""
    return Path(shutil.copytree(CONTOH, tmp_path / "contoh"))


def load(folder: Path, *, dry_run: bool = False) -> None:
    call_command("load_city", str(folder), dry_run=dry_run)


def refusal(folder: Path) -> str:
    with pytest.raises(CommandError) as caught:
        load(folder)
    assert caught.value.returncode == 1
    assert not Kecamatan.objects.exists()
    return str(caught.value)


def spoil(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1))


def test_ternate_has_its_places_markets_and_calendar() -> None:
    load(TERNATE)
    assert (Kecamatan.objects.count(), Kelurahan.objects.count()) == (8, 78)
    assert [k.name for k in Kelurahan.objects.filter(latitude=None)] == ["Tongole"]
    assert Market.objects.count() == 13
    assert Market.objects.aggregate(n=Sum("trader_count"))["n"] == 1_204
    assert str(selectors.zone()) == "Asia/Jayapura"
    of_2026 = Holiday.objects.filter(on__year=2026, verified=True)
    assert of_2026.filter(is_joint_leave=False).count() == 17
    assert of_2026.filter(is_joint_leave=True).count() == 8
    assert date(2026, 3, 19) in selectors.holidays()


def test_no_tariff_or_inferred_account_passes_for_verified() -> None:
    load(TERNATE)
    assert not Tariff.objects.filter(verified=True).exists()
    assert not Tariff.objects.filter(legal_basis__icontains="pasal").exists()
    unverified = RevenueAccount.objects.filter(verified=False)
    assert [account.code for account in unverified] == ["4.1.02.01.05.0001"]
    assert selectors.profile().unverified_basis_text == (
        "Perda PDRD Kota Ternate, pasal belum diverifikasi"
    )


def test_a_second_run_changes_nothing_and_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    load(TERNATE)
    capsys.readouterr()
    load(TERNATE)
    assert capsys.readouterr().out == "nothing changed\n"


def test_a_first_run_says_one_line_per_table(
    capsys: pytest.CaptureFixture[str],
) -> None:
    load(TERNATE)
    lines = capsys.readouterr().out.splitlines()
    assert "added 78 kelurahan" in lines
    assert "added 1 cityprofile" in lines
    assert len(lines) < 20
    assert len(set(lines)) == len(lines)
    counts = [int(line.split()[1]) for line in lines[:-1]]
    assert lines[-1] == f"{sum(counts)} rows changed"


def test_every_row_is_told_when_it_is_asked_for(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load(folder)
    spoil(folder, "markets.csv", "Pasar Mawar", "Pasar Mawar Baru")
    capsys.readouterr()
    call_command("load_city", str(folder), verbosity=2)
    told = "changed market pasar-mawar: name\n1 rows changed\n"
    assert capsys.readouterr().out == told


def test_a_dry_run_lists_what_would_change_and_changes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load(folder)
    spoil(folder, "markets.csv", "Pasar Mawar", "Pasar Mawar Baru")
    capsys.readouterr()
    load(folder, dry_run=True)
    assert capsys.readouterr().out == (
        "changed market pasar-mawar: name\n1 rows would change\n"
    )
    assert Market.objects.get().name == "Pasar Mawar"


def test_a_holiday_that_was_withdrawn_is_removed(folder: Path) -> None:
    load(folder)
    name = "holidays.csv"
    kept = [
        line for line in (folder / name).read_text().split("\n") if "08-17" not in line
    ]
    (folder / name).write_text("\n".join(kept))
    load(folder)
    assert not Holiday.objects.filter(on=date(2026, 8, 17)).exists()


def test_a_second_city_needs_a_database_of_its_own() -> None:
    load(CONTOH)
    with pytest.raises(CommandError, match="database of its own"):
        load(TERNATE)
    assert CityProfile.objects.get().slug == "contoh"
    assert not Kelurahan.objects.filter(name="Tongole").exists()


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("markets.csv", ",12,", ",dua belas,", "markets.csv, line 2, trader_count:"),
        ("markets.csv", "disdag", "dinas", "markets.csv, line 2, opd: 'dinas' is not"),
        ("kelurahan.csv", "Mawar,", ",", "kelurahan.csv, line 2, name: is empty"),
        ("kelurahan.csv", "106.80000", "", "kelurahan.csv, line 2, longitude: both"),
        ("kelurahan.csv", ".1002", ".1001", "kelurahan.csv, line 3, code: repeats"),
        ("kelurahan.csv", "-6.20000", "NaN", "kelurahan.csv, line 2, latitude:"),
        ("kecamatan.csv", "code,name", "kode,nama", "kecamatan.csv, line 2, -: the"),
        ("kecamatan.csv", "Contoh Tengah", '"Contoh', "kecamatan.csv, line 3, code:"),
        ("holidays.csv", "2026-01-01", "1/1/2026", "holidays.csv, line 3, on:"),
        ("profile.toml", "Asia/Jakarta", "Asia/Nowhere", "profile.toml, line"),
        ("profile.toml", "nmid =", "nmdi =", "profile.toml, line"),
        ("profile.toml", 'slug = "', "slug = ", "profile.toml, line"),
        ("tariffs.csv", "150000", "0", "tariffs.csv, line 2, amount_idr: must be"),
        ("tariffs.csv", "2024-01-05,,", "2024-01-05,2023-01-01,", "valid_until: lies"),
        (
            "levy_types.csv",
            "monthly_skrd",
            "weekly",
            "levy_types.csv, line 2, billing:",
        ),
    ],
)
def test_a_bad_record_is_refused_by_file_line_and_field(
    folder: Path, name: str, old: str, new: str, told: str
) -> None:
    spoil(folder, name, old, new)
    assert told in refusal(folder)


def test_a_missing_file_and_one_that_is_not_utf8_are_named(folder: Path) -> None:
    (folder / "opd.csv").write_bytes("code,name,letter_code\n".encode("utf-16"))
    assert "opd.csv, line 1, -: the file is not UTF-8" in refusal(folder)
    (folder / "opd.csv").unlink()
    assert "opd.csv, line 1, -: the file is missing" in refusal(folder)


def test_no_folder_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as caught:
        load(tmp_path / "nowhere")
    assert caught.value.returncode == 2


def test_tariff_rows_of_a_class_may_not_overlap(folder: Path) -> None:
    row = (folder / "tariffs.csv").read_text().split("\n")[1]
    with (folder / "tariffs.csv").open("a") as file:
        file.write(row.replace("2024-01-05", "2026-01-01") + "\n")
    assert "tariffs.csv, line 3, valid_from: overlaps line 2" in refusal(folder)


def test_a_tariff_is_ended_and_followed_by_another(folder: Path) -> None:
    load(folder)
    spoil(folder, "tariffs.csv", "2024-01-05,,", "2024-01-05,2025-12-31,")
    row = (folder / "tariffs.csv").read_text().split("\n")[1]
    later = row.replace("2024-01-05,2025-12-31", "2026-01-01,").replace(
        "150000", "175000"
    )
    with (folder / "tariffs.csv").open("a") as file:
        file.write(later + "\n")
    load(folder)
    assert list(Tariff.objects.order_by("valid_from").values_list("amount_idr")) == [
        (150_000,),
        (175_000,),
    ]


def test_the_amount_of_a_tariff_that_has_billed_is_not_changed(folder: Path) -> None:
    load(folder)
    spoil(folder, "tariffs.csv", "150000", "160000")
    load(folder)
    levy = LevyType.objects.get()
    samples.bill_by_tariff(levy, Tariff.objects.get())
    spoil(folder, "tariffs.csv", "160000", "170000")
    with pytest.raises(CommandError, match=r"tariffs\.csv, line 2, amount_idr: bills"):
        load(folder)
    assert Tariff.objects.get().amount_idr == 160_000
