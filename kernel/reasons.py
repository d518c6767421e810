"""Reasons that people state for what they do: there, readable, and short enough."""

from kernel.errors import RempahError
from kernel.personal import holds_personal_data

# As long as the columns that keep them: events, papers and the audit log.
LENGTH_MAX = 300


class ReasonMissing(RempahError):
    """What is done here can be asked about later, so a reason is needed."""

    code = "reason_missing"


class ReasonTooLong(RempahError):
    """More than the books keep; nothing was changed, and nothing is cut off."""

    code = "reason_too_long"


class ReasonNamesPerson(RempahError):
    """Whose case it is stands in the books; a reason needs no number of theirs."""

    code = "reason_names_person"


def stated_reason(text: str) -> str:
    """The reason as it is kept: without blanks around it, nor characters none can read.

    Raises:
        ReasonMissing: nothing is left of it.
        ReasonTooLong: it has more than 300 characters.
        ReasonNamesPerson: a NIK or a telephone number stands in it.
    """
    reason = text.replace("\0", "").strip()
    if not reason:
        raise ReasonMissing(field="reason")
    if len(reason) > LENGTH_MAX:
        raise ReasonTooLong(field="reason", length=len(reason), length_max=LENGTH_MAX)
    if holds_personal_data(reason):
        raise ReasonNamesPerson(field="reason")
    return reason
