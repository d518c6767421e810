"""The gateway's refusals: a status code inside the body, and its sentence."""

from collections.abc import Sequence

NOT_FOUND = "Transaction doesn't exist."
CANNOT_MODIFY = "Merchant cannot modify the status of the transaction"
CONFLICT = (
    "The request could not be completed due to a conflict with the current state of "
    "the target resource, please try again"
)
UNAUTHORIZED = (
    "Transaction cannot be authorized with the current client/server key. "
    "Please make sure you use the right key."
)
INVALID = "One or more parameters in the payload is invalid."
INACTIVE_CHANNEL = "Payment channel is not activated."
MALFORMED = "The request cannot be processed due to malformed syntax in request body"
RECOVERING = "Sorry. Our system is recovering from unexpected issues. Please retry."
NO_VA_NUMBER = "Unable to create va_number for this transaction"


class Refusal(Exception):
    """An answer of the gateway that changes nothing."""

    def __init__(
        self, status_code: int, message: str, problems: Sequence[str] = ()
    ) -> None:
        super().__init__(message)
        self.status_code = status_code
        self.message = message
        self.problems = list(problems)


def invalid(*problems: str) -> Refusal:
    return Refusal(400, INVALID, problems)
