"""The errors a person or a machine may be told. Each says what happened and why."""

from collections.abc import Mapping


class RempahError(Exception):
    """A refusal that is part of the rules, with a documented machine code.

    `code` is stable and never translated; `facts` are the values its sentence names.
    The sentence itself is the edge's (pages and API), in the reader's language.
    """

    code = "refused"
    status = 422

    def __init__(self, message: str = "", **facts: object) -> None:
        super().__init__(message or self.code)
        self.facts: Mapping[str, object] = facts


class NotFound(RempahError):
    """There is no such thing, or it is not this person's to see."""

    code = "not_found"
    status = 404


class Forbidden(RempahError):
    """The person is known, and may not do this."""

    code = "forbidden"
    status = 403


class Conflict(RempahError):
    """The thing has moved on since it was last looked at."""

    code = "conflict"
    status = 409
