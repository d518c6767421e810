"""Applications for market places in the month: each gets as far as its fate says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from city.models import Kelurahan, Market
from city.selectors import zone
from config.demo.history.payers import Payers, ask
from config.demo.history.season import channel_of, dice
from config.demo.names import name_of
from config.demo.people import HEAD_OF_MARKETS, PERMIT_OFFICER, person
from config.demo.pictures import picture
from permits.definitions import QuestionKind
from permits.models import Application, PermitType, Verdict
from permits.selectors import current_parts, current_type
from permits.services import (
    ItemVerdict,
    answer_page,
    approve_application,
    attach_requirement,
    recommend,
    reject_application,
    send_back,
    start_application,
    submit_application,
    withdraw_application,
)

TYPE = "skpt"
DAY = timedelta(days=1)
SIZES = ("4", "6", "6,25", "9")
TRADES = (
    "Sayur dan bumbu dapur", "Ikan segar", "Pakaian anak", "Rempah: pala dan cengkih",
    "Jahit dan permak", "Sembako", "Buah", "Alat rumah tangga",
)  # fmt: skip
WRONG_PHOTO = "Nomor tempat tidak terbaca pada foto. Mohon foto ulang dari depan."
REJECTED = "Tempat yang diminta adalah jalur evakuasi pasar dan tidak dapat ditempati."
AGAINST = "Hasil tinjauan: tempat berada di jalur evakuasi."
PICTURES = {"ktp": "identity-card", "kk": "family-card"}

type Step = Callable[[Payers, Application, int, datetime], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody wants a place: how many days before today, and how it goes on."""

    days_ago: int
    fate: str


WISHES = (
    Wish(28, "issued"),
    Wish(26, "lapsed"),
    Wish(25, "issued"),
    Wish(22, "issued"),
    Wish(19, "rejected"),
    Wish(14, "issued"),
    Wish(11, "unpaid"),
    Wish(9, "withdrawn"),
    Wish(8, "unpaid"),
    Wish(7, "checked"),
    Wish(5, "returned"),
    Wish(4, "corrected"),
    Wish(3, "checked"),
    Wish(2, "submitted"),
    Wish(1, "submitted"),
    Wish(0, "draft"),
)


def plan_permits(payers: Payers, *, seed: int, day: date, today: date) -> None:
    """Put on the agenda who applies on this day."""
    for number, wish in enumerate(WISHES):
        if wish.days_ago == (today - day).days:
            minutes = dice(seed, "wish", number).randrange(9 * 60)
            at = datetime.combine(day, time(8), tzinfo=zone())
            apply = partial(_apply, payers, wish, number, seed)
            payers.agenda.at(at + timedelta(minutes=minutes), apply, "permits")


def _apply(payers: Payers, wish: Wish, number: int, seed: int, now: datetime) -> None:
    """Answer every page, attach every paper, hand in; the rest is the office's."""
    permit_type = current_type(TYPE)
    application = start_application(permit_type=permit_type, now=now)
    for page, answers in _answers(permit_type, number, seed).items():
        answer_page(application=application, page=page, answers=answers, now=now)
    if wish.fate == "draft":
        return
    for wanted in permit_type.definition.requirements:
        if wanted.mandatory:
            scene = PICTURES.get(wanted.code, "stalls")
            attach_requirement(
                application=application,
                requirement=wanted.code,
                file=picture(scene, number if scene == "stalls" else 0),
                now=now,
            )
    submit_application(application=application, now=now)
    at = now
    for days, step in _STEPS[wish.fate]:
        at = _office_hour(at + days * DAY, number)
        act = partial(step, payers, application, number)
        payers.agenda.at(at, act, "permits")


def _answers(
    permit_type: PermitType, number: int, seed: int
) -> Mapping[str, Mapping[str, str]]:
    """By page and question, what this applicant says."""
    draw = dice(seed, "applicant", number)
    markets = list(Market.objects.order_by("id").values_list("code", flat=True))
    places = list(Kelurahan.objects.order_by("code").values_list("code", flat=True))
    home = draw.choice(places)
    day, month, year = (
        draw.randrange(1, 29),
        draw.randrange(1, 13),
        draw.randrange(62, 99),
    )
    birth = f"{day:02d}{month:02d}{year}"
    texts = {"unit": f"Blok {'ABCD'[number % 4]} nomor {number + 21}"}
    said = {
        QuestionKind.NAME: name_of(f"applicant-{number}"),
        QuestionKind.NIK: f"{''.join(home.split('.')[:3])}{birth}{number + 1:04d}",
        QuestionKind.PHONE: f"0812 4000 {number + 1000}",
        QuestionKind.KELURAHAN: home,
        QuestionKind.MARKET: markets[number % len(markets)],
        QuestionKind.TEXT: TRADES[number % len(TRADES)],
        QuestionKind.SIZE_M2: SIZES[number % len(SIZES)],
        QuestionKind.LONG_TEXT: "",
    }
    return {
        page.code: {
            question.code: (
                question.options[number % len(question.options)].value
                if question.kind is QuestionKind.CHOICE
                else texts.get(question.code, said.get(question.kind, ""))
            )
            for question in page.questions
        }
        for page in permit_type.definition.pages
    }


def _office_hour(instant: datetime, number: int) -> datetime:
    """A moment of the office day of this instant, or of the next Monday."""
    local = instant.astimezone(zone())
    while local.weekday() > 4:
        local += DAY
    return datetime.combine(local.date(), time(9, 7 + number), tzinfo=zone())


def _favour(
    _payers: Payers, application: Application, number: int, now: datetime
) -> None:
    valid = {item: ItemVerdict(Verdict.VALID) for item in current_parts(application)}
    asked = application.permit_type.definition.check.questions
    recommend(
        application=application,
        person=person(PERMIT_OFFICER),
        is_favoured=True,
        verdicts=valid,
        findings={question.code: SIZES[number % len(SIZES)] for question in asked},
        now=now,
    )


def _advise_against(
    _payers: Payers, application: Application, _number: int, now: datetime
) -> None:
    recommend(
        application=application,
        person=person(PERMIT_OFFICER),
        is_favoured=False,
        note=AGAINST,
        now=now,
    )


def _send_back(
    _payers: Payers, application: Application, _number: int, now: datetime
) -> None:
    """The photo of the place is not good enough; all else is accepted."""
    verdicts = {item: ItemVerdict(Verdict.VALID) for item in current_parts(application)}
    (photo,) = [
        one.item
        for one in application.permit_type.definition.requirements
        if one.mandatory and one.code not in PICTURES
    ]
    verdicts[photo] = ItemVerdict(Verdict.CORRECT, WRONG_PHOTO)
    send_back(
        application=application,
        person=person(PERMIT_OFFICER),
        verdicts=verdicts,
        now=now,
    )


def _correct(
    _payers: Payers, application: Application, number: int, now: datetime
) -> None:
    (photo,) = [
        one.code
        for one in application.permit_type.definition.requirements
        if one.mandatory and one.code not in PICTURES
    ]
    attach_requirement(
        application=application,
        requirement=photo,
        file=picture("stalls", number + 100),
        now=now,
    )
    submit_application(application=application, now=now)


def _approve(
    payers: Payers, application: Application, _number: int, now: datetime
) -> None:
    approve_application(
        application=application, person=person(HEAD_OF_MARKETS), now=now
    )
    payers.machine.relay(now)


def _reject(
    _payers: Payers, application: Application, _number: int, now: datetime
) -> None:
    reject_application(
        application=application,
        person=person(HEAD_OF_MARKETS),
        reason=REJECTED,
        now=now,
    )


def _withdraw(
    _payers: Payers, application: Application, _number: int, now: datetime
) -> None:
    withdraw_application(application=application, now=now)


def _pay(payers: Payers, application: Application, number: int, now: datetime) -> None:
    """The first month's levy, as anybody pays; the decision follows by itself."""
    application.refresh_from_db()
    if application.bill is None:
        return
    payment = ask([application.bill.kode_bayar], channel_of(dice(number)), now)
    if payment is not None:
        settle = partial(payers.settle, payment)
        payers.agenda.at(now + timedelta(minutes=2), settle, "permits")
        payers.agenda.at(now + timedelta(minutes=15), payers.machine.look)


_CHECKED: Sequence[tuple[int, Step]] = ((1, _favour),)
_APPROVED = (*_CHECKED, (2, _approve))
# By fate, each step with the days since the one before.
_STEPS: Mapping[str, Sequence[tuple[int, Step]]] = {
    "submitted": (),
    "checked": _CHECKED,
    "unpaid": _APPROVED,
    "issued": (*_APPROVED, (1, _pay)),
    "rejected": ((2, _advise_against), (1, _reject)),
    "withdrawn": ((2, _withdraw),),
    "returned": ((1, _send_back),),
    "corrected": ((1, _send_back), (1, _correct)),
    "lapsed": ((1, _send_back),),
}
