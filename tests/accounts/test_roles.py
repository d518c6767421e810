"""The table of roles × actions, against its rules and against its page."""

from itertools import combinations
from pathlib import Path

from django.conf import settings

from accounts.models import ROLE_NAMES
from accounts.roles import ALLOWED, CONFLICTS, Action, Role, conflict

PAGE = Path(settings.BASE_DIR) / "docs" / "roles.md"
# Making and checking, owing and receiving: never in one hand.
APART = [
    (Action.CHECK_APPLICATIONS, Action.APPROVE_APPLICATIONS),
    (Action.COLLECT_MONEY, Action.RECEIVE_CASH),
    (Action.COLLECT_MONEY, Action.ISSUE_BILLS),
    (Action.COLLECT_MONEY, Action.APPROVE_VOID),
    (Action.RECEIVE_CASH, Action.ISSUE_BILLS),
    (Action.RECEIVE_CASH, Action.MATCH_BY_HAND),
    (Action.RECEIVE_CASH, Action.APPROVE_REFUND),
    (Action.ISSUE_BILLS, Action.SIGN_BILLS),
    (Action.REQUEST_VOID, Action.APPROVE_VOID),
    (Action.REQUEST_REFUND, Action.APPROVE_REFUND),
]
ONLY_LOOKING = {Role.AUDITOR, Role.ADMINISTRATOR, Role.MAYOR}


def test_every_role_has_a_row_and_a_name_and_every_action_somebody() -> None:
    assert set(ALLOWED) == set(Role) == set(ROLE_NAMES)
    assert frozenset().union(*ALLOWED.values()) == set(Action)


def test_no_role_holds_both_sides_of_an_act() -> None:
    for actions in ALLOWED.values():
        for one, other in APART:
            assert not {one, other} <= actions


def test_roles_with_two_sides_of_an_act_conflict() -> None:
    for one, other in APART:
        for maker, checker in combinations(Role, 2):
            held = ALLOWED[maker], ALLOWED[checker]
            if (one in held[0] and other in held[1]) or (
                other in held[0] and one in held[1]
            ):
                assert conflict(maker, checker), f"{maker} and {checker}"


def test_who_only_looks_conflicts_with_every_other_role() -> None:
    for role in ONLY_LOOKING:
        assert all(conflict(role, other) for other in Role if other is not role)


def test_a_conflict_holds_both_ways_and_never_with_itself() -> None:
    for one in Role:
        assert not conflict(one, one)
        for other in Role:
            assert conflict(one, other) == conflict(other, one)
    assert set(CONFLICTS) <= set(Role)


def test_the_page_of_roles_draws_this_table() -> None:
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| `")]
    drawn = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    actions = {row[0].strip("`"): row[2:] for row in drawn if len(row) == 2 + len(Role)}
    columns = list(Role)
    assert set(actions) == {action.value for action in Action}
    for action, marks in actions.items():
        allowed = {
            role for role, mark in zip(columns, marks, strict=True) if mark == "●"
        }
        assert allowed == {r for r in Role if Action(action) in ALLOWED[r]}, action


def test_the_page_of_roles_names_every_conflict() -> None:
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| `")]
    drawn = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    conflicts = {row[0].strip("`"): row[2] for row in drawn if len(row) == 3}
    for role in Role:
        named = set(conflicts[role].replace("`", "").split(", "))
        assert named == {other.value for other in Role if conflict(role, other)}
