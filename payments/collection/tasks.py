"""Entry points of the outbox: one service call each, safe to repeat."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from payments.collection import services


def draw_ordered_plates(*, payload: Mapping[str, Any], now: datetime) -> None:
    """`plates_ordered`: draw the sheet."""
    services.draw_plates(sheet_id=payload["sheet_id"], now=now)
