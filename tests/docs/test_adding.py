"""docs/adding.md, carried out as it stands."""

import re
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from city.models import Kelurahan
from levies.models import Bill, LevyType
from levies.selectors import calculation
from levies.services import NewObject, issue_bills, register_object, register_payer

PAGE = Path(settings.BASE_DIR) / "docs" / "adding.md"
BLOCK = re.compile(r"^```csv (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DAY = date(2026, 2, 2)
NOW = datetime(2026, 2, 2, 3, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """The small city, with the rows of the page appended."""
    folder = Path(shutil.copytree(settings.CITIES_DIR / "contoh", tmp_path / "contoh"))
    for name, rows in BLOCK.findall(PAGE.read_text()):
        with (folder / name).open("a") as file:
            file.write(rows)
    return folder


def test_a_levy_of_two_rows_is_billed_without_a_line_of_python(city: Path) -> None:
    call_command("load_city", str(city), verbosity=0)
    kelurahan = Kelurahan.objects.order_by("code")[0]
    levy_type = LevyType.objects.get(code="rekreasi")
    register_object(
        payer=register_payer(code="laut", name="Warung Laut", kelurahan=kelurahan),
        new=NewObject(
            code="warung-1",
            levy_type=levy_type,
            object_class="warung-pantai",
            label="Warung 1",
            valid_from=DAY,
            kelurahan=kelurahan,
            size_dm2=1_200,
        ),
    )
    issue_bills(day=DAY, now=NOW)
    bill = Bill.objects.get(levy_type=levy_type)
    assert bill.amount_idr == 12 * 2_500
    assert bill.due_on == DAY + timedelta(days=15)
    assert "belum diverifikasi" in calculation(bill).basis
    assert bill.skrd is not None
