"""The checker's verdicts, sending back only what is wrong, and the advice."""

from typing import Any

import pytest

from accounts.roles import Role
from kernel.errors import Forbidden
from kernel.reasons import ReasonMissing
from permits.answers import AnswerRefused
from permits.models import Verdict
from permits.selectors import asked_again, clock_of, current_parts, items_of
from permits.services import (
    ApplicationMovedOn,
    ApplicationNotEditable,
    CorrectionNeedsNote,
    ItemNotAsked,
    ItemsMissing,
    ItemVerdict,
    NothingToCorrect,
    ReviewIncomplete,
    answer_page,
    attach_requirement,
    recommend,
    review_items,
    send_back,
    submit_application,
)
from permits.transitions import ApplicationState
from tests.accounts.people import give, person
from tests.permits.samples import (
    NOW,
    PLACE,
    Office,
    all_valid,
    event_names,
    fresh,
    later,
    office,
    on,
    photo,
    submitted,
)

pytestmark = pytest.mark.django_db
WRONG = ItemVerdict(Verdict.CORRECT, "Tidak terbaca.")


@pytest.fixture
def people() -> Office:
    return office()


def test_only_the_wrong_paper_is_asked_again_and_the_old_one_stays_beside_the_new(
    people: Office,
) -> None:
    application = submitted()
    verdicts = all_valid(application) | {"kk": WRONG}
    send_back(
        application=application, person=people.checker, verdicts=verdicts, now=NOW
    )
    application = fresh(application)
    assert application.state == ApplicationState.RETURNED
    assert asked_again(application) == {"kk"}
    for accepted in ("ktp", "foto-tempat"):
        with pytest.raises(ItemNotAsked):
            attach_requirement(
                application=application, requirement=accepted, file=photo(), now=NOW
            )
    with pytest.raises(ItemNotAsked):
        answer_page(application=application, page="tempat", answers=PLACE, now=NOW)
    attach_requirement(application=application, requirement="kk", file=photo(), now=NOW)
    application = submit_application(application=application, now=later(days=1))
    (card,) = [one for one in items_of(application) if one.item == "kk"]
    assert card.current is not None
    assert card.current.verdict == Verdict.NONE
    assert [part.note for part in card.before] == ["Tidak terbaca."]
    others = [part for item, part in current_parts(application).items() if item != "kk"]
    assert {part.verdict for part in others} == {Verdict.VALID}


def test_a_page_of_answers_can_be_asked_again_too(people: Office) -> None:
    application = submitted()
    send_back(
        application=application,
        person=people.checker,
        verdicts={"page:tempat": WRONG},
        now=NOW,
    )
    answer_page(
        application=application,
        page="tempat",
        answers=PLACE | {"unit": "Blok D nomor 4"},
        now=NOW,
    )
    submit_application(application=application, now=NOW)
    (place,) = [
        one for one in items_of(fresh(application)) if one.item == "page:tempat"
    ]
    assert dict((q.code, a) for q, a in place.answers)["unit"] == "Blok D nomor 4"
    assert len(place.before) == 1


def test_what_is_asked_again_must_come_before_it_is_handed_in(people: Office) -> None:
    application = submitted()
    send_back(
        application=application, person=people.checker, verdicts={"kk": WRONG}, now=NOW
    )
    with pytest.raises(ItemsMissing) as refused:
        submit_application(application=fresh(application), now=NOW)
    assert refused.value.facts["items"] == "kk"


def test_the_clock_stops_while_the_applicant_corrects_and_goes_on_after(
    people: Office,
) -> None:
    application = submitted()  # Tuesday
    send_back(
        application=application,
        person=people.checker,
        verdicts={"kk": WRONG},
        now=later(days=2),  # Thursday: two working days are used.
    )
    clock = clock_of(fresh(application), on=on(later(days=30)))
    assert clock is not None
    assert (clock.used, clock.runs, clock.paused_since) == (2, False, later(days=2))
    attach_requirement(
        application=application, requirement="kk", file=photo(), now=later(days=6)
    )
    back = submit_application(application=application, now=later(days=6))  # Monday
    clock = clock_of(fresh(back), on=on(later(days=6)))
    assert clock is not None
    assert (clock.used, clock.runs, clock.left) == (2, True, 8)


def test_the_time_to_correct_is_counted_in_working_days(people: Office) -> None:
    application = submitted()
    send_back(
        application=application, person=people.checker, verdicts={"kk": WRONG}, now=NOW
    )
    # Seven working days after Tuesday 24 November: Thursday 3 December.
    assert str(fresh(application).answer_by) == "2026-12-03"


def test_nothing_wrong_is_no_reason_to_send_back(people: Office) -> None:
    application = submitted()
    with pytest.raises(NothingToCorrect):
        send_back(
            application=application,
            person=people.checker,
            verdicts=all_valid(application),
            now=NOW,
        )
    assert fresh(application).state == ApplicationState.SUBMITTED
    assert asked_again(application) == set()


def test_a_correction_says_what_is_wrong(people: Office) -> None:
    application = submitted()
    with pytest.raises(CorrectionNeedsNote):
        review_items(
            application=application,
            person=people.checker,
            verdicts={"kk": ItemVerdict(Verdict.CORRECT, "  ")},
            now=NOW,
        )


def test_verdicts_are_kept_and_the_application_stays_where_it_is(
    people: Office,
) -> None:
    application = submitted()
    review_items(
        application=application,
        person=people.checker,
        verdicts={"ktp": ItemVerdict(Verdict.VALID)},
        now=NOW,
    )
    part = current_parts(application)["ktp"]
    assert (part.verdict, part.reviewed_by) == (Verdict.VALID, people.checker)
    assert fresh(application).state == ApplicationState.SUBMITTED


def test_a_favourable_advice_wants_every_part_valid_and_the_place_measured(
    people: Office,
) -> None:
    application = submitted()
    verdicts = all_valid(application)
    del verdicts["kk"]
    common: dict[str, Any] = {
        "person": people.checker,
        "is_favoured": True,
        "now": NOW,
    }
    with pytest.raises(ReviewIncomplete):
        recommend(application=application, verdicts=verdicts, **common)
    for size in ("", "nol", "0", "-4"):
        with pytest.raises(AnswerRefused):
            recommend(
                application=application,
                verdicts=all_valid(application),
                findings={"ukuran": size},
                **common,
            )
    assert fresh(application).state == ApplicationState.SUBMITTED


def test_advice_against_says_why(people: Office) -> None:
    application = submitted()
    common: dict[str, Any] = {
        "application": application,
        "person": people.checker,
        "now": NOW,
    }
    with pytest.raises(ReasonMissing):
        recommend(is_favoured=False, **common)
    recommend(is_favoured=False, note="Tempat di jalur hijau.", **common)
    assert fresh(application).is_favoured is False


def test_a_page_that_is_stale_changes_nothing(people: Office) -> None:
    application = submitted()
    seen = application.turn
    review_items(application=application, person=people.checker, verdicts={}, now=NOW)
    with pytest.raises(ApplicationMovedOn):
        send_back(
            application=application,
            person=people.checker,
            verdicts={"kk": WRONG},
            turn=seen,
            now=NOW,
        )
    assert asked_again(application) == set()


def test_strangers_and_approvers_check_nothing(people: Office) -> None:
    application = submitted()
    joko, elsewhere = person("joko"), person("lina")
    give(elsewhere, Role.PERMIT_OFFICER, people.elsewhere())
    for one in (joko, elsewhere, people.approver):
        with pytest.raises(Forbidden):
            review_items(application=application, person=one, verdicts={}, now=NOW)


def test_a_finished_application_takes_no_verdict_and_no_paper(people: Office) -> None:
    application = submitted()
    recommend(
        application=application,
        person=people.checker,
        is_favoured=False,
        note="Lengkapi dulu.",
        now=NOW,
    )
    with pytest.raises(ApplicationMovedOn):
        review_items(
            application=application, person=people.checker, verdicts={}, now=NOW
        )
    with pytest.raises(ApplicationNotEditable):
        attach_requirement(
            application=application, requirement="kk", file=photo(), now=NOW
        )
    assert event_names(application)[-1] == "recommended"
