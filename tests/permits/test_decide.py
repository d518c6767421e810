"""The second person: approves, rejects, asks again; never the one who checked."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.access import SamePerson
from accounts.models import AuditEvent
from accounts.roles import Role
from kernel.errors import Forbidden
from kernel.reasons import ReasonMissing
from levies.models import Bill, LevyObject
from levies.services import NewObject, register_object, register_payer
from levies.transitions import BillState
from papers.models import Paper
from permits.models import Application
from permits.services import (
    ApplicationMovedOn,
    NotFavoured,
    PlaceTaken,
    approve_application,
    cancel_unpaid,
    recommend,
    reject_application,
    return_to_checker,
    show_nik,
)
from permits.transitions import ApplicationState
from tests.accounts.people import give, person
from tests.permits.samples import (
    NIK,
    NOW,
    Office,
    all_valid,
    approved,
    bill_of,
    checked,
    event_names,
    fresh,
    issued,
    office,
    submitted,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Office:
    return office()


def test_who_checked_may_not_approve_not_even_as_head(people: Office) -> None:
    application = checked(people)
    # The rules of roles forbid holding both; a delegation gone wrong might not.
    Application.objects.filter(pk=application.pk).update(checker=people.approver)
    common: dict[str, Any] = {
        "application": application,
        "person": people.approver,
        "now": NOW,
    }
    with pytest.raises(SamePerson):
        approve_application(**common)
    with pytest.raises(SamePerson):
        reject_application(reason="x", **common)
    with pytest.raises(SamePerson):
        return_to_checker(note="x", **common)


def test_the_database_refuses_the_same_person_too(people: Office) -> None:
    application = checked(people)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Application.objects.filter(pk=application.pk).update(
            approver=people.checker, checker=people.checker
        )
    assert "application_is_approved_by_another_person" in str(refused.value)


def test_a_checker_a_stranger_and_another_offices_head_decide_nothing(
    people: Office,
) -> None:
    application = checked(people)
    lina = person("lina")
    give(lina, Role.HEAD_OF_OPD, people.elsewhere())
    for one in (people.checker, person("joko"), lina):
        with pytest.raises(Forbidden):
            approve_application(application=application, person=one, now=NOW)
    assert not Bill.objects.exists()


def test_advice_against_cannot_be_approved(people: Office) -> None:
    application = recommend(
        application=submitted(),
        person=people.checker,
        is_favoured=False,
        note="Jalur hijau.",
        now=NOW,
    )
    with pytest.raises(NotFavoured):
        approve_application(application=application, person=people.approver, now=NOW)


def test_a_rejection_keeps_its_reason_for_the_applicant(people: Office) -> None:
    application = checked(people)
    with pytest.raises(ReasonMissing):
        reject_application(
            application=application, person=people.approver, reason=" ", now=NOW
        )
    reject_application(
        application=application,
        person=people.approver,
        reason="Tempat ini jalur pemadam kebakaran.",
        now=NOW,
    )
    event = application.events.latest("id")
    assert (event.name, event.note) == (
        "rejected",
        "Tempat ini jalur pemadam kebakaran.",
    )
    assert fresh(application).decided_at == NOW
    assert AuditEvent.objects.filter(action="application_rejected").count() == 1
    with pytest.raises(ApplicationMovedOn):
        approve_application(application=application, person=people.approver, now=NOW)


def test_the_checker_is_asked_again_and_may_answer_anew(people: Office) -> None:
    application = checked(people)
    return_to_checker(
        application=application,
        person=people.approver,
        note="Ukur lagi.",
        now=NOW,
    )
    application = fresh(application)
    assert (application.state, application.checker) == (
        ApplicationState.SUBMITTED,
        None,
    )
    recommend(
        application=application,
        person=people.checker,
        is_favoured=True,
        verdicts=all_valid(application),
        findings={"ukuran": "7,5"},
        now=NOW,
    )
    approve_application(application=application, person=people.approver, now=NOW)
    assert bill_of(application).inputs["size_dm2"] == 750


def test_two_may_not_have_one_place(people: Office) -> None:
    approved(people)
    second = checked(people, unit="BLOK A  nomor 12")
    with pytest.raises(PlaceTaken):
        approve_application(application=second, person=people.approver, now=NOW)
    assert fresh(second).state == ApplicationState.CHECKED
    issued(people, unit="Blok A nomor 13")
    third = checked(people, unit="Blok A nomor 13")
    with pytest.raises(PlaceTaken):
        approve_application(application=third, person=people.approver, now=NOW)


def test_a_place_that_is_another_traders_since_before_is_taken(people: Office) -> None:
    city = people.city
    register_object(
        payer=register_payer(code="budi", name="Budi", kelurahan=city.kelurahan),
        new=NewObject(
            code="pasar-contoh-012",
            levy_type=city.stall_levy,
            object_class="los",
            label="Pasar Contoh, los 012",
            valid_from=NOW.date(),
            market=city.market,
            size_dm2=600,
        ),
    )
    with pytest.raises(PlaceTaken):
        approve_application(
            application=checked(people, unit="012"), person=people.approver, now=NOW
        )
    assert Paper.objects.count() == 0


def test_one_person_stays_one_payer_over_two_places(people: Office) -> None:
    first, second = issued(people), issued(people, unit="Blok B nomor 1")
    assert bill_of(first).payer == bill_of(second).payer
    other = issued(people, unit="Blok B nomor 2", nik="8271014511900002")
    assert bill_of(other).payer != bill_of(first).payer
    codes = LevyObject.objects.values_list("code", "payer__code", "payer__npwrd")
    assert all(NIK not in text for row in codes for text in row)


def test_an_unpaid_bill_is_cancelled_and_the_place_is_free_again(
    people: Office,
) -> None:
    application = approved(people)
    bill = bill_of(application)
    cancel_unpaid(
        application=application,
        person=people.approver,
        reason="Tidak dibayar",
        now=NOW,
    )
    application = fresh(application)
    assert application.state == ApplicationState.CHECKED
    assert (application.place, application.approver) == ("", None)
    assert Bill.objects.get(pk=bill.pk).state == BillState.CANCELLED
    approve_application(application=application, person=people.approver, now=NOW)
    assert bill_of(application).pk != bill.pk
    assert bill_of(application).levy_object == bill.levy_object


def test_a_whole_nik_is_shown_to_who_works_on_it_and_leaves_a_trace(
    people: Office,
) -> None:
    application = submitted()
    assert show_nik(application=application, person=people.checker, now=NOW) == NIK
    trace = AuditEvent.objects.get(action="nik_shown")
    assert trace.actor == people.checker
    assert NIK not in str(trace.facts)
    with pytest.raises(Forbidden):
        show_nik(application=application, person=person("joko"), now=NOW)
    assert event_names(application)[-1] == "nik_shown"
