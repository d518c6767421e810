"""Targets come from the city's file and from nowhere else."""

from pathlib import Path

import pytest

from city.services import BadCityFile
from commandcenter.models import Target
from commandcenter.services import load_targets
from tests.levies.samples import SmallCity

HEAD = "year,levy_type,amount_idr,verified,source\n"
CITIES = Path(__file__).parents[2] / "cities"


def test_a_target_of_all_levies_and_one_of_a_levy(
    city: SmallCity, tmp_path: Path
) -> None:
    text = f"{HEAD}2025,,38800000000,tidak,pers\n2025,pasar,1000,ya,APBD\n"
    (tmp_path / "targets.csv").write_text(text)
    assert len(load_targets(tmp_path)) == 2
    assert load_targets(tmp_path) == []
    whole = Target.objects.get(levy_type=None)
    assert (whole.amount_idr, whole.verified) == (38_800_000_000, False)
    assert Target.objects.get(levy_type=city.stall_levy).verified


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("2025,,0,tidak,pers", "amount_idr"),
        ("2025,,1.5,tidak,pers", "amount_idr"),
        ("2025,apa,1,tidak,pers", "levy_type"),
        ("dua,,1,tidak,pers", "year"),
        ("2025,,1,mungkin,pers", "verified"),
        ("2025,,1,tidak,", "source"),
    ],
)
def test_a_bad_row_is_refused_by_name_and_nothing_is_loaded(
    row: str, field: str, city: SmallCity, tmp_path: Path
) -> None:
    (tmp_path / "targets.csv").write_text(f"{HEAD}2024,,5,tidak,pers\n{row}\n")
    with pytest.raises(BadCityFile) as refused:
        load_targets(tmp_path)
    assert refused.value.facts["field"] == field
    assert not Target.objects.exists()


def test_a_city_without_the_file_has_no_target(city: SmallCity) -> None:
    assert load_targets(CITIES / "contoh") == []
