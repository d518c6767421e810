"""The table of roles × actions, and the roles one person may not hold together.

Pure: knows no person and no database. Where a role holds (OPD, market, kelurahan) is
said by the assignment; `accounts.access` puts the two together. For readers without
Python: docs/roles.md.
"""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """Roles of the city's staff (separation of duties: docs/roles.md)."""

    COLLECTOR = "collector"
    OPD_TREASURER = "opd_treasurer"
    ASSESSOR = "assessor"
    HEAD_OF_OPD = "head_of_opd"
    RECONCILER = "reconciler"
    RECONCILIATION_APPROVER = "reconciliation_approver"
    CITY_TREASURY = "city_treasury"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    MAYOR = "mayor"
    PERMIT_OFFICER = "permit_officer"
    REPORT_OFFICER = "report_officer"


class Action(StrEnum):
    """What somebody can do that not everybody may. Reading is an action too."""

    SEE_BILLS = "see_bills"
    ISSUE_BILLS = "issue_bills"
    SIGN_BILLS = "sign_bills"
    COLLECT_MONEY = "collect_money"
    RECEIVE_CASH = "receive_cash"
    REQUEST_VOID = "request_void"
    APPROVE_VOID = "approve_void"
    REQUEST_REFUND = "request_refund"
    APPROVE_REFUND = "approve_refund"
    SEE_RECONCILIATION = "see_reconciliation"
    IMPORT_REPORTS = "import_reports"
    ANSWER_FINDINGS = "answer_findings"
    MATCH_BY_HAND = "match_by_hand"
    APPROVE_MATCH = "approve_match"
    SEE_TREASURY = "see_treasury"
    PRINT_PLATES = "print_plates"
    SEE_APPLICATIONS = "see_applications"
    CHECK_APPLICATIONS = "check_applications"
    APPROVE_APPLICATIONS = "approve_applications"
    ANSWER_REPORTS = "answer_reports"
    SEE_COMMAND_CENTRE = "see_command_centre"
    SEE_AUDIT_LOG = "see_audit_log"
    MANAGE_PEOPLE = "manage_people"


ALLOWED: Mapping[Role, frozenset[Action]] = {
    Role.COLLECTOR: frozenset({Action.SEE_BILLS, Action.COLLECT_MONEY}),
    Role.OPD_TREASURER: frozenset(
        {
            Action.SEE_BILLS,
            Action.RECEIVE_CASH,
            Action.PRINT_PLATES,
            Action.REQUEST_VOID,
            Action.REQUEST_REFUND,
            Action.SEE_TREASURY,
        }
    ),
    Role.ASSESSOR: frozenset({Action.SEE_BILLS, Action.ISSUE_BILLS}),
    Role.HEAD_OF_OPD: frozenset(
        {
            Action.SEE_BILLS,
            Action.SIGN_BILLS,
            Action.APPROVE_VOID,
            Action.APPROVE_REFUND,
            Action.SEE_TREASURY,
            Action.SEE_APPLICATIONS,
            Action.APPROVE_APPLICATIONS,
        }
    ),
    Role.RECONCILER: frozenset(
        {
            Action.SEE_BILLS,
            Action.SEE_RECONCILIATION,
            Action.IMPORT_REPORTS,
            Action.ANSWER_FINDINGS,
            Action.MATCH_BY_HAND,
            Action.REQUEST_REFUND,
        }
    ),
    Role.RECONCILIATION_APPROVER: frozenset(
        {
            Action.SEE_BILLS,
            Action.SEE_RECONCILIATION,
            Action.ANSWER_FINDINGS,
            Action.APPROVE_MATCH,
            Action.APPROVE_REFUND,
        }
    ),
    Role.CITY_TREASURY: frozenset(
        {
            Action.SEE_RECONCILIATION,
            Action.ANSWER_FINDINGS,
            Action.SEE_TREASURY,
            Action.APPROVE_REFUND,
        }
    ),
    Role.AUDITOR: frozenset(
        {
            Action.SEE_BILLS,
            Action.SEE_RECONCILIATION,
            Action.SEE_TREASURY,
            Action.SEE_APPLICATIONS,
            Action.SEE_COMMAND_CENTRE,
            Action.SEE_AUDIT_LOG,
        }
    ),
    Role.ADMINISTRATOR: frozenset({Action.MANAGE_PEOPLE, Action.SEE_AUDIT_LOG}),
    Role.MAYOR: frozenset({Action.SEE_COMMAND_CENTRE}),
    Role.PERMIT_OFFICER: frozenset(
        {Action.SEE_APPLICATIONS, Action.CHECK_APPLICATIONS}
    ),
    Role.REPORT_OFFICER: frozenset({Action.ANSWER_REPORTS}),
}

_EVERY_OTHER = frozenset(Role)
# Who handles money neither fixes what is owed nor checks what came in. Who only looks,
# or only manages people, does nothing else. One side of each pair is enough.
CONFLICTS: Mapping[Role, frozenset[Role]] = {
    Role.COLLECTOR: frozenset(
        {
            Role.OPD_TREASURER,
            Role.ASSESSOR,
            Role.HEAD_OF_OPD,
            Role.RECONCILER,
            Role.RECONCILIATION_APPROVER,
            Role.CITY_TREASURY,
            Role.PERMIT_OFFICER,
        }
    ),
    Role.OPD_TREASURER: frozenset(
        {
            Role.PERMIT_OFFICER,
            Role.ASSESSOR,
            Role.HEAD_OF_OPD,
            Role.RECONCILER,
            Role.RECONCILIATION_APPROVER,
            Role.CITY_TREASURY,
        }
    ),
    Role.ASSESSOR: frozenset({Role.HEAD_OF_OPD, Role.CITY_TREASURY}),
    # Who asks for a refund does not approve it.
    Role.RECONCILER: frozenset({Role.HEAD_OF_OPD, Role.RECONCILIATION_APPROVER}),
    # Who checks an application does not approve it.
    Role.PERMIT_OFFICER: frozenset({Role.HEAD_OF_OPD}),
    Role.CITY_TREASURY: frozenset({Role.RECONCILER, Role.RECONCILIATION_APPROVER}),
    Role.AUDITOR: _EVERY_OTHER - {Role.AUDITOR},
    Role.ADMINISTRATOR: _EVERY_OTHER - {Role.ADMINISTRATOR},
    Role.MAYOR: _EVERY_OTHER - {Role.MAYOR},
}


def conflict(one: Role, other: Role) -> bool:
    """Whether nobody may hold both at the same time in the same scope."""
    return other in CONFLICTS.get(one, ()) or one in CONFLICTS.get(other, ())


def roles_allowed_to(action: Action) -> list[Role]:
    """The roles that may do it, in the order of the table."""
    return [role for role, actions in ALLOWED.items() if action in actions]
