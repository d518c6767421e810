"""Types as data: versions, errors that name the field, a city's second type."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import Error, connection, transaction

from accounts.models import Scope
from accounts.roles import Role
from city.models import Kelurahan, Market, Opd
from city.services import BadCityFile
from levies.models import Bill
from papers.models import Paper
from permits.models import Application, PermitType
from permits.selectors import current_parts, current_type, current_types, items_of
from permits.services import (
    PermitTypeClosed,
    answer_page,
    approve_application,
    attach_requirement,
    load_permit_types,
    recommend,
    start_application,
    submit_application,
)
from permits.transitions import ApplicationState
from tests.accounts.people import give, person
from tests.permits.samples import NIK, NOW, all_valid, draft, office, pdf, photo
from uploads.services import KindRefused

pytestmark = pytest.mark.django_db
SKPT = settings.CITIES_DIR / "ternate" / "permit_types" / "skpt.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    office()
    (tmp_path / "permit_types").mkdir()
    shutil.copy(SKPT, tmp_path / "permit_types")
    return tmp_path


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "permit_types" / "skpt.toml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_the_same_file_again_changes_nothing(folder: Path) -> None:
    assert load_permit_types(folder, now=NOW) == []
    assert PermitType.objects.count() == 1


def test_a_changed_file_is_a_new_version_and_an_application_keeps_its_own(
    folder: Path,
) -> None:
    application = draft()
    change(folder, "sla_working_days = 10", "sla_working_days = 5")
    (told,) = load_permit_types(folder, now=NOW)
    assert str(told) == "added permittype skpt version 2"
    assert current_type("skpt").definition.sla_working_days == 5
    kept = Application.objects.with_details().get(pk=application.pk).permit_type
    assert (kept.version, kept.definition.sla_working_days) == (1, 10)
    assert [one.version for one in current_types()] == [2]


def test_a_version_is_never_changed_or_deleted(folder: Path) -> None:
    for verb in (
        "UPDATE permits_permittype SET version = 9",
        "DELETE FROM permits_permittype",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(verb)


def test_a_closed_type_takes_no_application(folder: Path) -> None:
    change(folder, "is_open = true", "is_open = false")
    load_permit_types(folder, now=NOW)
    with pytest.raises(PermitTypeClosed):
        start_application(permit_type=current_type("skpt"), now=NOW)


@pytest.mark.parametrize(
    ("old", "new", "field", "problem"),
    [
        (
            "sla_working_days = 10",
            "sla_working_days = 0",
            "sla_working_days",
            "greater",
        ),
        ("sla_working_days = 10", 'sla = "10"', "sla_working_days", "required"),
        ("is_open = true", "is_open = true\nwarna = 1", "warna", "not permitted"),
        ('kind = "nik"', 'kind = "ktp"', "pages[0].questions[1].kind", "should be"),
        ('kind = "name"', 'kind = "text"', "-", "of kind name"),
        ('code = "nik"', 'code = "nama"', "-", "'nama' stands there twice"),
        ('step = "approve"', 'step = "check"', "workflow", "check_applications"),
        ('step = "approve"', 'step = "sulap"', "workflow", "does not match"),
        ('by = "jenis"', 'by = "unit"', "-", "workflow.assess.by"),
        ('size = "ukuran"', 'size = "luas"', "-", "workflow.assess.size"),
        ('{ value = "los",', '{ value = "petak",', "-", "one for each option"),
        (
            "{unit}, {pasar}",
            "{unit}, {nik}",
            "-",
            "{nik} is no question that is printed",
        ),
        ('opd = "disperindag"', 'opd = "dinas-x"', "opd", "not known"),
        ('= "kios" },', '= "istana" },', "workflow.assess.cases[0]", "no tariff"),
        ('size = "ukuran"\n', "", "workflow.assess.size", "per m²"),
        ('letters = "SKPT"', "letters = ", "-", "Invalid value"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_by_file_and_field(
    old: str, new: str, field: str, problem: str, folder: Path
) -> None:
    change(folder, old, new)
    with pytest.raises(BadCityFile) as refused:
        load_permit_types(folder, now=NOW)
    facts = refused.value.facts
    assert facts["file"] == "permit_types/skpt.toml"
    assert field in str(facts["field"])
    assert problem in str(facts["problem"])
    assert PermitType.objects.count() == 1


def test_the_line_of_a_wrong_field_is_told(folder: Path) -> None:
    change(folder, 'kind = "nik"', 'kind = "ktp"')
    with pytest.raises(BadCityFile) as refused:
        load_permit_types(folder, now=NOW)
    line = refused.value.facts["line"]
    text = (folder / "permit_types" / "skpt.toml").read_text().splitlines()
    assert isinstance(line, int)
    assert text[line - 1] == 'kind = "ktp"'


def test_a_second_city_has_types_of_its_own_and_one_needs_no_levy() -> None:
    call_command("load_city", str(settings.CITIES_DIR / "contoh"))
    assert [one.code for one in current_types()] == ["kios", "keramaian"]
    application = _apply(
        "keramaian", {"acara": "Pasar malam", "ukuran": "kecil"}, "acara"
    )
    with pytest.raises(KindRefused):
        attach_requirement(
            application=application, requirement="surat", file=photo(), now=NOW
        )
    attach_requirement(
        application=application, requirement="surat", file=pdf(), now=NOW
    )
    _decide(application, Opd.objects.get(code="bapenda"))
    application = Application.objects.with_details().get(pk=application.pk)
    assert application.state == ApplicationState.ISSUED
    assert not Bill.objects.exists()
    paper = Paper.objects.get()
    assert paper.number == "973/000001/SK/BAPENDA-KC/2026"
    assert paper.values["decision"]["object"] == "Pasar malam"
    assert paper.values["total_idr"] == 0
    # One month from a day of the second city's own zone.
    assert application.valid_until == date(2026, 12, 23)


def test_a_monthly_tariff_by_the_piece_needs_no_measuring() -> None:
    call_command("load_city", str(settings.CITIES_DIR / "contoh"))
    answers = {"pasar": Market.objects.get().code, "jenis": "kios", "unit": "7"}
    application = _apply("kios", answers, "tempat")
    attach_requirement(
        application=application, requirement="ktp", file=photo(), now=NOW
    )
    _decide(application, Opd.objects.get(code="disdag"))
    bill = Bill.objects.get()
    assert bill.amount_idr == 150_000
    assert bill.inputs == {"months": 1, "size_dm2": None, "tariff_idr": 150_000}


def _apply(code: str, answers: dict[str, str], page: str) -> Application:
    application = start_application(permit_type=current_type(code), now=NOW)
    identity = {
        "nama": "Ani",
        "nik": NIK,
        "kelurahan": Kelurahan.objects.get(name="Mawar").code,
    }
    first = application.permit_type.definition.pages[0].code
    answer_page(application=application, page=first, answers=identity, now=NOW)
    answer_page(application=application, page=page, answers=answers, now=NOW)
    return application


def _decide(application: Application, opd: Opd) -> None:
    budi, ratna = person("budi"), person("ratna")
    give(budi, Role.PERMIT_OFFICER, Scope(opd=opd))
    give(ratna, Role.HEAD_OF_OPD, Scope(opd=opd))
    submitted = submit_application(application=application, now=NOW)
    assert len(items_of(submitted)) == len(current_parts(submitted))
    recommend(
        application=submitted,
        person=budi,
        is_favoured=True,
        verdicts=all_valid(submitted),
        now=NOW,
    )
    approve_application(application=submitted, person=ratna, now=NOW)


def test_steps_out_of_order_are_refused(folder: Path) -> None:
    path = folder / "permit_types" / "skpt.toml"
    text = path.read_text()
    head, approve = text.index("[[workflow]]"), text.index('[[workflow]]\nstep = "app')
    assess = text.index('[[workflow]]\nstep = "ass')
    moved = text[:head] + text[approve:assess] + text[head:approve] + text[assess:]
    path.write_text(moved)
    with pytest.raises(BadCityFile) as refused:
        load_permit_types(folder, now=NOW)
    assert "the steps are check, approve" in str(refused.value.facts["problem"])
