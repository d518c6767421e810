"""The clock of a simulator: real time plus an offset that a control call may move."""

import sqlite3
import time
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, model_validator

from simulators.shelf import Shelf

WIB = timezone(timedelta(hours=7), "WIB")
"""Western Indonesian time, in which the gateway and most banks stamp everything."""


class ClockMove(BaseModel):
    """Where to move the clock: an offset from real time, or the instant it shall be."""

    model_config = ConfigDict(extra="forbid")

    offset_seconds: int | None = None
    now: AwareDatetime | None = None

    @model_validator(mode="after")
    def name_exactly_one(self) -> Self:
        if (self.offset_seconds is None) == (self.now is None):
            raise ValueError("give either offset_seconds or now")
        return self


class Offset(BaseModel):
    seconds: float


class Clock:
    """Tells the time of one zone, may be moved either way, and remembers that."""

    def __init__(self, database: sqlite3.Connection, zone: tzinfo = WIB) -> None:
        self.zone = zone
        self._shelf = Shelf(database, Offset)
        kept = self._shelf.get("")
        self._offset = timedelta(seconds=kept.seconds if kept else 0)

    def now(self) -> datetime:
        real = datetime.fromtimestamp(time.time(), UTC)
        return (real + self._offset).astimezone(self.zone)

    def move(self, move: ClockMove) -> None:
        if move.now is not None:
            self._offset += move.now - self.now()
        else:
            self._offset = timedelta(seconds=move.offset_seconds or 0)
        self._shelf.put("", Offset(seconds=self._offset.total_seconds()))

    def describe(self) -> dict[str, object]:
        return {
            "now": self.now().isoformat(timespec="seconds"),
            "offset_seconds": round(self._offset.total_seconds()),
        }
