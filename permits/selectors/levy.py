"""What an application's levy is, and what approving it will ask of the applicant."""

from datetime import date

from levies.interest import add_months
from levies.models import LevyType
from levies.selectors import MonthDemand, month_demand
from permits.definitions import AssessStep, LevyCase
from permits.models import Application
from permits.selectors.parts import current_parts


def kept_answers(application: Application) -> dict[str, str]:
    """All answers of the applicant as they are kept; no NIK is among them."""
    kept: dict[str, str] = {}
    for part in current_parts(application).values():
        kept |= part.answers or {}
    return kept


def levy_case(application: Application, step: AssessStep) -> LevyCase:
    """The levy and class that the applicant's choice leads to."""
    chosen = kept_answers(application)[step.by]
    return next(case for case in step.cases if case.value == chosen)


def size_of(application: Application, step: AssessStep) -> int | None:
    """The size as the office or the applicant told it, where the levy wants one."""
    if step.size is None:
        return None
    told = (kept_answers(application) | application.findings).get(step.size)
    return int(told) if told else None


def first_month(on: date) -> date:
    """The month that an approval of this day bills: the next one, whole."""
    return add_months(on.replace(day=1), 1)


def expected_levy(application: Application, *, on: date) -> MonthDemand | None:
    """What an approval on this day would assess; None where there is no levy or row."""
    step = application.permit_type.definition.assess
    if step is None:
        return None
    case = levy_case(application, step)
    return month_demand(
        levy_type=LevyType.objects.get(code=case.levy_type),
        object_class=case.object_class,
        size_dm2=size_of(application, step),
        month=first_month(on),
    )
