"""What other apps may ask of permits. The only writers of applications live in here."""

from permits.services.deciding import (
    approve_application,
    cancel_unpaid,
    reject_application,
    return_to_checker,
)
from permits.services.drafting import (
    TAKEN,
    answer_page,
    attach_requirement,
    start_application,
)
from permits.services.following import follow_bill
from permits.services.identity import show_nik
from permits.services.issuing import issue_due_decisions, issue_if_paid
from permits.services.loading import load_permit_types
from permits.services.refusals import (
    ApplicationMovedOn,
    ApplicationNotEditable,
    CorrectionNeedsNote,
    ItemNotAsked,
    ItemsMissing,
    NotFavoured,
    NothingToCorrect,
    PermitTypeClosed,
    PlaceTaken,
    ReviewIncomplete,
)
from permits.services.retention import erase_abandoned
from permits.services.reviewing import (
    ItemVerdict,
    recommend,
    review_items,
    send_back,
)
from permits.services.silence import WARNED_WORKING_DAYS, record_silence
from permits.services.states import move_application
from permits.services.submitting import (
    end_what_time_ended,
    submit_application,
    withdraw_application,
)

__all__ = [
    "TAKEN",
    "WARNED_WORKING_DAYS",
    "ApplicationMovedOn",
    "ApplicationNotEditable",
    "CorrectionNeedsNote",
    "ItemNotAsked",
    "ItemVerdict",
    "ItemsMissing",
    "NotFavoured",
    "NothingToCorrect",
    "PermitTypeClosed",
    "PlaceTaken",
    "ReviewIncomplete",
    "answer_page",
    "approve_application",
    "attach_requirement",
    "cancel_unpaid",
    "end_what_time_ended",
    "erase_abandoned",
    "follow_bill",
    "issue_due_decisions",
    "issue_if_paid",
    "load_permit_types",
    "move_application",
    "recommend",
    "record_silence",
    "reject_application",
    "return_to_checker",
    "review_items",
    "send_back",
    "show_nik",
    "start_application",
    "submit_application",
    "withdraw_application",
]
