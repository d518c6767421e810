"""Reads: what a person holds and may do, anywhere."""

from datetime import date

from accounts.models import Assignment, AssignmentQuerySet, Person
from accounts.roles import ALLOWED, Action, Role


def assignments_of(*, person: Person, on: date) -> AssignmentQuerySet:
    """What the person holds on the day, with its places."""
    return (
        Assignment.objects.filter(person=person)
        .held_on(on)
        .select_related("opd", "market", "kelurahan")
        .order_by("valid_from", "id")
    )


def has_collected(person: Person, *, before: date) -> bool:
    """Whether the person was a collector, and is none any more on the day."""
    collecting = Assignment.objects.filter(person=person, role=Role.COLLECTOR)
    return collecting.exists() and not collecting.held_on(before).exists()


def actions_of(*, person: Person, on: date) -> frozenset[Action]:
    """All the person may do in at least one place: for menus, never as a permission."""
    held = Assignment.objects.filter(person=person).held_on(on)
    roles = held.values_list("role", flat=True).distinct()
    return frozenset().union(*(ALLOWED[Role(role)] for role in roles))
