"""Who answers what in the demo: a suspected illegal levy, the inspectorate alone."""

import uuid

import pytest
from django.conf import settings
from django.core.management import call_command

from city.models import Kelurahan
from city.selectors import business_date_of
from complaints.access import reports_of_officer, require_officer
from complaints.models import ReportCategory
from complaints.services import NewReport, submit_report
from config.demo.people import make_staff, person, report_officer
from kernel.errors import Forbidden
from tests.complaints.samples import NOW

pytestmark = pytest.mark.django_db


def test_a_suspected_illegal_levy_goes_to_the_inspectorate_and_nobody_else() -> None:
    call_command("load_city", str(settings.CITIES_DIR / "ternate"))
    make_staff(NOW)
    pungli = ReportCategory.objects.select_related("opd").get(code="pungli")
    report = submit_report(
        new=NewReport(
            category=pungli,
            kelurahan=Kelurahan.objects.all()[0],
            text="Diminta uang tanpa karcis",
            photo=None,
            sending=uuid.uuid4(),
        ),
        now=NOW,
    )
    hasna, sofyan = person("inspektorat"), person("lapor")
    assert report_officer(pungli) == hasna.username
    require_officer(report=report, person=hasna, now=NOW)
    on = business_date_of(NOW)
    assert list(reports_of_officer(person=hasna, on=on)) == [report]
    assert not reports_of_officer(person=sofyan, on=on).exists()
    with pytest.raises(Forbidden):
        require_officer(report=report, person=sofyan, now=NOW)
