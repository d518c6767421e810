"""Entry points of the outbox: one service call each, safe to repeat."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from papers import services


def render_issued_paper(*, payload: Mapping[str, Any], now: datetime) -> None:
    """`paper_issued` and `paper_wanted`: draw and sign what is missing."""
    services.render_paper(paper_id=payload["paper_id"], now=now)
