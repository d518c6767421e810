"""Midtrans' refusals in our words.

The body's `status_code` decides, because most refusals come with HTTP 200 (midtrans
change log, "HTTP status codes"); the HTTP code stands in where there is none. The
client's own error holds the whole response and does not pickle: it never leaves here.
"""

from collections.abc import Mapping

from payments.gateways.port import (
    AmountRefused,
    DuplicateReference,
    GatewayError,
    GatewayRefused,
    GatewayUnavailable,
    IllegalTransition,
    NotAuthorised,
    UnknownAtGateway,
)

TOO_MANY_REQUESTS = 429
BY_CODE: Mapping[int, type[GatewayError]] = {
    401: NotAuthorised,
    404: UnknownAtGateway,
    406: DuplicateReference,
    412: IllegalTransition,
    414: AmountRefused,
    TOO_MANY_REQUESTS: GatewayUnavailable,
}
TEXT_MAX = 200


def refusal_of(answer: Mapping[str, object], http_code: int) -> GatewayError:
    """The error that an answer with a code of 400 or more means."""
    code = code_of(answer, http_code)
    kind = BY_CODE.get(code)
    if kind is None:
        kind = GatewayUnavailable if code >= 500 else GatewayRefused
    return kind(f"{code}: {_sentence(answer)}"[:TEXT_MAX])


def code_of(answer: Mapping[str, object], http_code: int) -> int:
    """The body's code, told as text or number; the HTTP code where it has none."""
    text = str(answer.get("status_code", ""))
    return int(text) if text.isascii() and text.isdigit() else http_code


def _sentence(answer: Mapping[str, object]) -> str:
    parts = [answer.get("status_message", "")]
    problems = answer.get("validation_messages")
    if isinstance(problems, list):
        parts += problems
    return " ".join(str(part) for part in parts)
