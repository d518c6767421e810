"""What other apps may ask of levies. The only writers of bills and their state."""

from levies.services.cancelling import (
    BillHasPayments,
    cancel_bill,
    replace_bill,
)
from levies.services.demanding import assess_bill, start_object
from levies.services.ending import end_days
from levies.services.issuing import (
    IssueDayInFuture,
    IssueResult,
    issue_bills,
    issue_missed_days,
)
from levies.services.loading import TariffInUse, load_levies
from levies.services.paying import (
    TakesBackTooMuch,
    apply_payment,
    take_back_payment,
)
from levies.services.refusals import BillNotIssuable
from levies.services.registering import (
    CodeTaken,
    NewObject,
    ObjectClassUnknown,
    SizeMissing,
    register_object,
    register_payer,
)
from levies.services.states import move_bill

__all__ = [
    "BillHasPayments",
    "BillNotIssuable",
    "CodeTaken",
    "IssueDayInFuture",
    "IssueResult",
    "NewObject",
    "ObjectClassUnknown",
    "SizeMissing",
    "TakesBackTooMuch",
    "TariffInUse",
    "apply_payment",
    "assess_bill",
    "cancel_bill",
    "end_days",
    "issue_bills",
    "issue_missed_days",
    "load_levies",
    "move_bill",
    "register_object",
    "register_payer",
    "replace_bill",
    "start_object",
    "take_back_payment",
]
