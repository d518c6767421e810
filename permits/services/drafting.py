"""What an applicant does: begin, answer, attach. In a draft, and where asked again."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction

from city.models import Kelurahan, Market
from kernel.identifiers import opaque_code
from permits.answers import AnswerRefused, parse_answer
from permits.definitions import FileKind, Question, QuestionKind, QuestionPage
from permits.models import Application, ApplicationEvent, Part, PermitType
from permits.selectors import editable_items
from permits.services.refusals import (
    ApplicationNotEditable,
    ItemNotAsked,
    PermitTypeClosed,
)
from permits.services.states import lock_application, touch
from permits.transitions import ApplicationState
from uploads.models import MediaType
from uploads.services import CleanFile, Kind, KindRefused, keep_file

TAKEN = {
    FileKind.PICTURE: (Kind.PICTURE,),
    FileKind.PDF: (Kind.PDF,),
    FileKind.EITHER: (Kind.PICTURE, Kind.PDF),
}
MEDIA = {Kind.PICTURE: MediaType.JPEG, Kind.PDF: MediaType.PDF}


@transaction.atomic
def start_application(*, permit_type: PermitType, now: datetime) -> Application:
    """A draft of this version of the type, opened by a secret link.

    Raises:
        PermitTypeClosed: the type takes no applications.
    """
    if not permit_type.content["is_open"]:
        raise PermitTypeClosed(name=permit_type.content["name"])
    application = Application.objects.create(
        token=opaque_code() + opaque_code(),
        permit_type=permit_type,
        state=ApplicationState.DRAFT,
        started_at=now,
    )
    ApplicationEvent.objects.create(
        application=application,
        name="started",
        source=ApplicationState.DRAFT,
        target=ApplicationState.DRAFT,
        at=now,
    )
    return application


@transaction.atomic
def answer_page(
    *, application: Application, page: str, answers: Mapping[str, str], now: datetime
) -> Part:
    """Keep the answers of one page; what is not a question of it is left out.

    The NIK goes to its own column and nowhere else.

    Raises:
        AnswerRefused: one does not fit its question; nothing was kept.
        ApplicationNotEditable, ItemNotAsked: these answers are not asked now.
    """
    application = lock_application(application, turn=None)
    found = application.permit_type.definition.page(page)
    if found is None:
        raise ItemNotAsked(item=page)
    _require_asked(application, found.item)
    parsed = {
        question: parse_answer(question, _given(application, question, answers))
        for question in found.questions
    }
    changed = _set_columns(application, parsed)
    kept = {
        question.code: value
        for question, value in parsed.items()
        if question.kind is not QuestionKind.NIK
    }
    part = _keep(application, found, kept, now)
    application.save(update_fields=changed)
    touch(application)
    return part


def attach_requirement(
    *, application: Application, requirement: str, file: CleanFile, now: datetime
) -> Part:
    """Keep a file for a requirement; one given before stays, replaced.

    `file` was cleaned before (uploads.services.clean_file), outside any transaction.

    Raises:
        uploads.services.KindRefused: the requirement takes another kind of file.
        ApplicationNotEditable, ItemNotAsked: this paper is not asked now.
    """
    with transaction.atomic():
        application = lock_application(application, turn=None)
        wanted = application.permit_type.definition.requirement(requirement)
        if wanted is None:
            raise ItemNotAsked(item=requirement)
        _require_asked(application, wanted.item)
        if file.media_type not in {MEDIA[kind] for kind in TAKEN[wanted.kind]}:
            raise KindRefused(item=wanted.label)
        _retire(application, wanted.item, now)
        part = Part.objects.create(
            application=application,
            item=wanted.item,
            upload=keep_file(file=file, now=now),
            given_at=now,
        )
        touch(application)
    return part


def next_number(application: Application, year: int) -> str:
    """The application's number: letters of its type, year, serial. It opens nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('permits_application_serial')")
        (serial,) = cursor.fetchone()
    return f"{application.permit_type.content['letters']}-{year}-{serial:05d}"


def _require_asked(application: Application, item: str) -> None:
    """A draft may change everything; what was returned, only what is asked again."""
    if item in editable_items(application):
        return
    if application.state == ApplicationState.RETURNED:
        raise ItemNotAsked(item=item)
    raise ApplicationNotEditable(number=application.number)


def _given(
    application: Application, question: Question, answers: Mapping[str, str]
) -> str:
    """What was typed; a NIK that is left empty stays the one that was given before."""
    text = answers.get(question.code, "")
    is_kept = question.kind is QuestionKind.NIK and not text.strip()
    return application.nik if is_kept else text


def _keep(
    application: Application,
    page: QuestionPage,
    kept: dict[str, str],
    now: datetime,
) -> Part:
    """Overwrite what no officer has seen; beside what one has, put a new part."""
    unseen = application.parts.filter(
        item=page.item, replaced_at__isnull=True, verdict=""
    ).first()
    if unseen is not None:
        unseen.answers, unseen.given_at = kept, now
        unseen.save(update_fields=["answers", "given_at"])
        return unseen
    _retire(application, page.item, now)
    return Part.objects.create(
        application=application, item=page.item, answers=kept, given_at=now
    )


def _retire(application: Application, item: str, now: datetime) -> None:
    application.parts.filter(item=item, replaced_at__isnull=True).update(
        replaced_at=now
    )


def _set_columns(application: Application, parsed: Mapping[Question, str]) -> list[str]:
    """Put identity and places into their columns; answers the names of these."""
    changed = []
    for question, value in parsed.items():
        if question.kind is QuestionKind.NAME:
            application.holder_name = value
            changed.append("holder_name")
        elif question.kind is QuestionKind.NIK:
            application.nik = value
            changed.append("nik")
        elif question.kind is QuestionKind.KELURAHAN:
            application.kelurahan = _place(Kelurahan, question, value)
            changed.append("kelurahan")
        elif question.kind is QuestionKind.MARKET:
            application.market = _place(Market, question, value)
            changed.append("market")
    return changed


def _place[Place: (Market, Kelurahan)](
    model: type[Place], question: Question, code: str
) -> Place | None:
    place = model._default_manager.filter(code=code).first() if code else None
    if code and place is None:
        raise AnswerRefused(field=question.code, label=question.label, problem="option")
    return place
