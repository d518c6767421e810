"""Reads JSON objects more strictly than a browser would: each key once, no NaN."""

import json
from collections.abc import Mapping
from typing import NoReturn

from payments.gateways.port import UnreadableBody

type JsonObject = Mapping[str, object]


def read_object(body: bytes) -> JsonObject:
    """One JSON object; numbers with a point stay text, so that no amount is a float.

    Raises:
        UnreadableBody: it is something else, or a key stands twice, so that two readers
            could understand two things.
    """
    try:
        document = _READER.decode(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise UnreadableBody("not a JSON object with every key once") from None
    if not isinstance(document, dict):
        raise UnreadableBody("a JSON document that is no object")
    return document


def _without_repetition(pairs: list[tuple[str, object]]) -> dict[str, object]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise ValueError("a key stands twice")
    return document


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


_READER = json.JSONDecoder(
    object_pairs_hook=_without_repetition,
    parse_float=str,
    parse_constant=_refuse_constant,
)
