"""What can be reported, and who answers it, is the city's file."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import override

from city.models import Opd
from city.services import BadCityFile, load_places
from complaints.models import ReportCategory
from complaints.selectors import categories_offered
from complaints.services import load_report_categories
from tests.complaints.samples import small_city

pytestmark = pytest.mark.django_db
FILE = "report_categories.csv"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small city, its places loaded."""
    copy = Path(shutil.copytree(settings.CITIES_DIR / "contoh", tmp_path / "contoh"))
    load_places(copy)
    return copy


def rewrite(folder: Path, old: str, new: str) -> None:
    path = folder / FILE
    path.write_text(path.read_text().replace(old, new))


def test_loads_once_and_tells_what_changed(folder: Path) -> None:
    assert [change.what for change in load_report_categories(folder)] == ["added"]
    assert load_report_categories(folder) == []
    rewrite(folder, "disdag,14", "bapenda,5")
    (change,) = load_report_categories(folder)
    assert (change.what, set(change.fields)) == ("changed", {"opd", "deadline_days"})


def test_what_left_the_file_is_offered_no_more_and_comes_back(folder: Path) -> None:
    load_report_categories(folder)
    rewrite(folder, "sampah-pasar,", "lampu,")
    load_report_categories(folder)
    assert [one.code for one in categories_offered()] == ["lampu"]
    assert ReportCategory.objects.count() == 2
    rewrite(folder, "lampu,", "sampah-pasar,")
    load_report_categories(folder)
    assert [one.code for one in categories_offered()] == ["sampah-pasar"]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        (",disdag,", ",tidak-ada,", "opd"),
        (",14,", ",0,", "deadline_days"),
        (",14,", ",dua,", "deadline_days"),
        ("ya,tidak", "ya,mungkin", "is_confidential"),
        ("Sampah di pasar", "", "name"),
    ],
)
def test_a_bad_record_is_refused_by_line_and_field(
    folder: Path, old: str, new: str, field: str
) -> None:
    rewrite(folder, old, new)
    with pytest.raises(BadCityFile) as refusal:
        load_report_categories(folder)
    assert (refusal.value.facts["line"], refusal.value.facts["field"]) == (2, field)
    assert not ReportCategory.objects.exists()


@pytest.mark.parametrize("city", ["ternate", "contoh"])
def test_every_city_of_the_repository_loads(city: str) -> None:
    folder = settings.CITIES_DIR / city
    load_places(folder)
    load_report_categories(folder)
    offered = categories_offered()
    assert offered
    assert {one.opd.code for one in offered} <= {opd.code for opd in Opd.objects.all()}


@pytest.mark.usefixtures("empty_cache")
def test_a_category_is_named_in_the_readers_language(client: Client) -> None:
    small_city()
    ReportCategory.objects.filter(code="pungli").update(name_en="Illegal levy")
    with override("en"):
        names = {str(one) for one in ReportCategory.objects.all()}
    assert {"Illegal levy", "Tumpukan sampah liar"} <= names
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get("/lapor/").content.decode()
    assert "Illegal levy" in page
    assert "Dugaan pungutan liar" not in page
