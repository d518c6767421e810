"""What citizens see: the mayor's figures, no name, and no single payer's money."""

import csv
import json
import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from city.models import Kelurahan
from commandcenter.selectors.open_data import TITLES
from commandcenter.services import refresh_billed
from kernel import clock
from tests.commandcenter.samples import hear, paid
from tests.levies.samples import DAY, NOON, SmallCity, stall_bill, waste_skrd
from tests.strict_client import StrictClient


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def live() -> None:
    for number in range(4):
        paid(stall_bill(owner=f"Pedagang {number}"))
    paid(waste_skrd(owner="Wati Lestari"))
    hear()
    refresh_billed(first_on=DAY, last_on=DAY, now=NOON)


def rows_of(name: str) -> list[dict[str, str]]:
    answer = StrictClient().get(f"/data/{name}.csv")
    assert answer.status_code == 200
    return list(csv.DictReader(StringIO(answer.getvalue().decode("utf-8-sig"))))


def test_anyone_sees_the_same_total_and_the_same_badge(city: SmallCity) -> None:
    live()
    answer = StrictClient().get("/data/")
    page = answer.content.decode()
    assert "Rp\N{NO-BREAK SPACE}82.000" in page
    assert "sama dengan buku besar" in page
    assert "max-age=60" in answer.headers["Cache-Control"]
    assert not re.search("Wati|Lestari|Pedagang", page)


def test_the_levy_of_one_payer_is_joined_with_another(city: SmallCity) -> None:
    live()
    first, second, joined = rows_of("retribusi")
    assert [first["dibayar_idr"], second["dibayar_idr"]] == ["", ""]
    assert joined["retribusi"] == "digabung"
    assert (joined["dibayar_idr"], joined["pembayaran"]) == ("82000", "5")


def test_traders_who_pay_on_different_days_are_counted_over_the_month(
    city: SmallCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No day has three payers, yet nobody is alone in the month."""
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=6))
    for number in range(6):
        then = timedelta(days=number)
        paid(stall_bill(owner=f"Pedagang {number}", day=DAY), at=NOON + then)
    hear()
    (month,) = rows_of("bulanan")
    assert month["bulan"] == "2026-03-01"
    assert (month["dibayar_idr"], month["pembayaran"]) == ("108000", "6")
    assert rows_of("kanal")[0]["dibayar_idr"] == "108000"
    assert {row["dibayar_idr"] for row in rows_of("harian")} == {"", "0", "108000"}


def test_one_trader_who_pays_every_day_is_never_told_alone(
    city: SmallCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=6))
    for number in range(6):
        then = timedelta(days=number)
        paid(stall_bill(owner="Wati", day=DAY + then), at=NOON + then)
    paid(stall_bill(owner="Budi"), stall_bill(owner="Citra"))
    hear()
    assert {row["dibayar_idr"] for row in rows_of("harian")} == {"", "0", "144000"}


def test_money_outside_markets_has_a_line_so_that_a_table_is_all(
    city: SmallCity,
) -> None:
    live()
    for number in range(3):
        paid(waste_skrd(owner=f"Warga {number}"))
    hear()
    refresh_billed(first_on=DAY, last_on=DAY, now=NOON)
    rows = rows_of("pasar")
    assert [row["pasar"] for row in rows] == ["Pasar Contoh", "di luar pasar"]
    assert sum(int(row["dibayar_idr"]) for row in rows) == 112_000


def test_a_kelurahan_does_not_tell_the_one_payer_outside_its_market(
    city: SmallCity,
) -> None:
    """Everybody knows where a market lies, and would subtract it."""
    other = Kelurahan.objects.create(
        code="99.01.01.1002", name="Sebelah", kecamatan=city.kelurahan.kecamatan
    )
    live()
    for number in range(3):
        bill = waste_skrd(owner=f"Warga {number}")
        bill.levy_object.kelurahan = other
        bill.levy_object.save()
        paid(bill)
    hear()
    refresh_billed(first_on=DAY, last_on=DAY, now=NOON)
    markets, places = rows_of("pasar"), rows_of("kelurahan")
    inside = next(row for row in places if row["kelurahan"] == "di pasar")
    market = next(row for row in markets if row["pasar"] == "Pasar Contoh")
    for column in ("dibayar_idr", "ditetapkan_idr", "potensi_idr"):
        assert inside[column] == market[column]
        for rows in (markets, places):
            told = {int(row[column]) for row in rows if row[column]}
            assert 10_000 not in told
            assert 82_000 not in told
    by_name = {row["kelurahan"]: row for row in places}
    assert by_name["Contoh"]["dibayar_idr"] == ""


def test_the_page_names_months_and_the_file_sorts_them(city: SmallCity) -> None:
    live()
    page = StrictClient().get("/data/").content.decode()
    assert "Maret 2026" in page
    assert "2026-03-01" not in page
    assert {row["bulan"] for row in rows_of("bulanan")} == {"2026-03-01", "digabung"}


def test_the_page_and_the_file_tell_the_same_amounts(city: SmallCity) -> None:
    live()
    page = StrictClient().get("/data/").content.decode()
    for name in TITLES:
        _before, table = page.split(f'id="tabel-{name}"')
        told = re.findall(r"Rp\s([0-9.]+)", table.split("</table>")[0])
        filed = [
            value
            for row in rows_of(name)
            for column, value in row.items()
            if column.endswith("_idr") and value != ""
        ]
        assert [one.replace(".", "") for one in told] == filed, name


def test_a_table_of_too_few_tells_no_amount(city: SmallCity) -> None:
    paid(waste_skrd(owner="Wati Lestari"))
    hear()
    for name in TITLES:
        assert not any(
            value == "10000" for row in rows_of(name) for value in row.values()
        ), name
    assert "masih terlalu sedikit" in StrictClient().get("/data/").content.decode()


@pytest.mark.parametrize("name", TITLES)
def test_every_table_is_a_file_whose_columns_are_in_the_dictionary(
    name: str, city: SmallCity
) -> None:
    live()
    answer = StrictClient().get(f"/data/{name}.csv")
    text = answer.getvalue().decode("utf-8-sig")
    page = StrictClient().get("/data/").content.decode()
    for column in text.splitlines()[0].split(","):
        assert f"<code>{column}</code>" in page
    assert f"{name}-2026-03-02T120000.csv" in answer.headers["Content-Disposition"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert not re.search("Wati|Lestari|Pedagang", text)


def test_no_other_table_is_there(city: SmallCity) -> None:
    assert StrictClient().get("/data/lain.csv").status_code == 404


def test_the_same_files_are_written_into_a_folder(
    city: SmallCity, tmp_path: Path
) -> None:
    live()
    said = StringIO()
    call_command("export_open_data", tmp_path, "--dry-run", stdout=said)
    assert not list(tmp_path.iterdir())
    call_command("export_open_data", tmp_path, stdout=StringIO())
    names = {path.name for path in tmp_path.iterdir()}
    assert names == set(said.getvalue().split())
    for name in TITLES:
        online = StrictClient().get(f"/data/{name}.csv").getvalue()
        assert (tmp_path / f"{name}.csv").read_bytes() == online
    package = json.loads((tmp_path / "datapackage.json").read_text())
    for resource in package["resources"]:
        head = (tmp_path / resource["path"]).read_text("utf-8-sig").splitlines()[0]
        fields = [field["name"] for field in resource["schema"]["fields"]]
        assert head.split(",") == fields


def test_what_is_no_folder_is_a_mistake_of_use(city: SmallCity, tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("export_open_data", tmp_path / "tidak-ada")
    assert refused.value.returncode == 2
