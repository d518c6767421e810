"""What citizens see: the mayor's figures, no name, and no single payer's money."""

import csv
import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from commandcenter.selectors.open_data import TABLES
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
    assert "Rp 82.000" in page
    assert "sama dengan buku besar" in page
    assert "max-age=60" in answer.headers["Cache-Control"]
    assert not re.search("Wati|Lestari|Pedagang", page)


def test_the_levy_of_one_payer_is_joined_with_another(city: SmallCity) -> None:
    live()
    (row,) = rows_of("retribusi")
    assert row["retribusi"].startswith("digabung")
    assert (row["dibayar_idr"], row["pembayaran"]) == ("82000", "5")


def test_a_table_of_too_few_tells_no_amount(city: SmallCity) -> None:
    paid(waste_skrd(owner="Wati Lestari"))
    hear()
    for name in TABLES:
        assert not any(
            value == "10000" for row in rows_of(name) for value in row.values()
        ), name
    assert "masih terlalu sedikit" in StrictClient().get("/data/").content.decode()


@pytest.mark.parametrize("name", TABLES)
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
    for name in TABLES:
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
