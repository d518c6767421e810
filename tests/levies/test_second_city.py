"""Another city is another folder and another database, in its own zone."""

from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.core.management import call_command

from city.models import Kelurahan
from levies.models import Bill, LevyType
from levies.selectors import calculation
from levies.services import NewObject, issue_bills, register_object, register_payer

pytestmark = pytest.mark.django_db


def test_a_second_city_issues_its_bills_by_its_own_rules() -> None:
    call_command("load_city", str(settings.CITIES_DIR / "contoh"))
    melati = Kelurahan.objects.get(name="Melati")
    register_object(
        payer=register_payer(code="ani", name="Ani", kelurahan=melati),
        new=NewObject(
            code="kios-1",
            levy_type=LevyType.objects.get(code="pasar"),
            object_class="kios",
            label="Kios 1",
            valid_from=date(2026, 1, 1),
            kelurahan=melati,
        ),
    )
    # 17:30 UTC is already the second of March in the zone of this city (UTC+7).
    now = datetime(2026, 3, 1, 17, 30, tzinfo=UTC)
    assert issue_bills(day=date(2026, 3, 2), now=now).skrd == 1
    bill = Bill.objects.with_details().get()
    assert bill.skrd is not None
    assert bill.skrd.number == "973/000001/SKRD/DISDAG-KC/2026"
    assert (bill.amount_idr, bill.due_on) == (150_000, date(2026, 4, 1))
    assert calculation(bill).basis == "Perda Kota Contoh 1/2024, Pasal 12"
