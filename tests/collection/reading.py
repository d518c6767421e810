"""What a reader of a page sees."""

import re
from typing import Any

from django.test.utils import CaptureQueriesContext

QUERIES_MAX = 15
# What is known of the city is remembered, except inside a test's transaction.
_CITY = re.compile('FROM "city_(cityprofile|holiday)"')


def text_of(response: Any) -> str:
    """What a reader sees, with single spaces."""
    body = re.sub(
        r"<(script|style)[^>]*>.*?</\1>", "", response.content.decode(), flags=re.S
    )
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def boxes_of(response: Any) -> list[str]:
    """The kinds of notices on a page: their colour and shape."""
    return re.findall(r"r-notice--(\w+)", response.content.decode())


def asked_of(queries: CaptureQueriesContext) -> list[str]:
    """What a page asked the database for, besides the city it is in."""
    return [q["sql"][:80] for q in queries if not _CITY.search(q["sql"])]
