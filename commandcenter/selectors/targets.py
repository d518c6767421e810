"""What the city said it would collect, as far as it was published."""

from dataclasses import dataclass
from datetime import date

from commandcenter.models import Target


@dataclass(frozen=True, slots=True)
class Targets:
    """This year's target of all levies and by levy; else the last one published."""

    whole: Target | None
    by_levy: dict[int, Target]
    latest: Target | None


def targets_of_year(today: date) -> Targets:
    """The targets of today's year; none is a state of its own."""
    found = list(Target.objects.filter(year__lte=today.year).order_by("-year"))
    whole = [one for one in found if one.levy_type_id is None]
    return Targets(
        whole=next((one for one in whole if one.year == today.year), None),
        by_levy={
            one.levy_type_id: one
            for one in found
            if one.levy_type_id and one.year == today.year
        },
        latest=next(iter(whole), None),
    )
