"""What may be done with reports: submit, work on, answer, reply, close, load."""

from complaints.services.answering import (
    accept_report,
    answer_report,
    forward_report,
    reject_report,
    start_report,
)
from complaints.services.loading import load_report_categories
from complaints.services.replying import (
    close_silent_reports,
    confirm_report,
    reopen_report,
)
from complaints.services.submitting import (
    NewReport,
    PhotoMissing,
    Point,
    PointOutsideCity,
    submit_report,
)

__all__ = [
    "NewReport",
    "PhotoMissing",
    "Point",
    "PointOutsideCity",
    "accept_report",
    "answer_report",
    "close_silent_reports",
    "confirm_report",
    "forward_report",
    "load_report_categories",
    "reject_report",
    "reopen_report",
    "start_report",
    "submit_report",
]
