"""The list of an officer and the gate of a report agree, wherever a role holds."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Scope
from accounts.roles import Role
from city.models import Market, Opd
from complaints.access import reports_of_officer, require_officer
from complaints.models import Report
from kernel.errors import Forbidden
from tests.accounts.people import PASSWORD, give, person
from tests.complaints.samples import NOW, kelurahan, officer, submitted
from tests.strict_client import StrictClient
from uploads.limits import REQUEST_MAX_BYTES

pytestmark = pytest.mark.usefixtures("city")
TODAY = date(2026, 11, 24)


def scopes() -> dict[str, Scope]:
    dlh = Opd.objects.get(code="dlh")
    market = Market.objects.create(
        code="pasar", name="Pasar", opd=dlh, kelurahan=kelurahan(), trader_count=1
    )
    return {
        "the city": Scope(),
        "an office": Scope(opd=dlh),
        "a kelurahan": Scope(kelurahan=kelurahan("1002")),
        "both": Scope(opd=dlh, kelurahan=kelurahan("1002")),
        "a market": Scope(market=market),
    }


@pytest.mark.parametrize(
    ("where", "count"),
    [
        ("the city", 4),
        ("an office", 2),
        ("a kelurahan", 2),
        ("both", 1),
        ("a market", 0),
    ],
)
def test_the_list_holds_what_the_gate_lets_through(where: str, count: int) -> None:
    for code in ("jadwal", "pungli"):
        submitted(code)
        submitted(code, kelurahan=kelurahan("1002"))
    rina = person("rina")
    give(rina, Role.REPORT_OFFICER, scopes()[where])
    let_through = []
    for report in Report.objects.select_related("opd", "kelurahan"):
        try:
            require_officer(report=report, person=rina, now=NOW)
        except Forbidden:
            continue
        let_through.append(report)
    assert set(reports_of_officer(person=rina, on=TODAY)) == set(let_through)
    assert len(let_through) == count


def test_a_role_that_has_not_begun_opens_nothing() -> None:
    submitted()
    rina = person("rina")
    give(rina, Role.REPORT_OFFICER, valid_from=TODAY + timedelta(days=1))
    assert not reports_of_officer(person=rina, on=TODAY)


@pytest.mark.parametrize("address", ["/lapor/", "/kantor/laporan/{number}/terima/"])
def test_a_form_of_another_site_is_refused(address: str) -> None:
    report = submitted()
    officer()
    forger = StrictClient(enforce_csrf_checks=True)
    forger.login(username="budi", password=PASSWORD)
    answer = forger.post(address.format(number=report.number), {"terlihat": 1})
    assert answer.status_code == 403
    assert Report.objects.get().state == "submitted"


def test_a_body_beyond_all_limits_is_refused_unread(client: StrictClient) -> None:
    photo = SimpleUploadedFile("a.jpg", bytes(REQUEST_MAX_BYTES))
    answer = client.post("/lapor/", {"foto": photo})
    assert answer.status_code == 413
    assert "36 MB" in answer.content.decode()
