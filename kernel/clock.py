"""The only place that reads the time. Edges ask here once and pass `now` down.

In the demo one clock is moved for site and simulators alike: its offset in seconds
stands in the file that REMPAH_CLOCK_FILE names. A production start refuses that
variable (config.checks).
"""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

CLOCK_FILE_VARIABLE = "REMPAH_CLOCK_FILE"


def now() -> datetime:
    """The present instant in UTC, moved by the demo's offset where there is one."""
    return datetime.now(UTC) + offset()


def offset() -> timedelta:
    """How far the demo's clock runs ahead; zero without a clock file."""
    name = os.environ.get(CLOCK_FILE_VARIABLE)
    if not name:
        return timedelta(0)
    try:
        return timedelta(seconds=int(Path(name).read_text()))
    except FileNotFoundError:
        return timedelta(0)


def move(target: datetime) -> timedelta:
    """Move the demo's clock to `target`, never backwards; answer the new offset.

    Raises:
        ClockIsFixed: no clock file is configured, so time is the machine's own.
        ValueError: `target` lies before the present of the demo's clock.
    """
    file = _file()
    if target < now():
        raise ValueError("the demo's clock only moves forward")
    return _set(file, target)


def begin(start: datetime) -> timedelta:
    """Let the demo's clock begin at `start`, once, before anything has happened.

    Raises:
        ClockIsFixed: no clock file is configured, so time is the machine's own.
        ValueError: the clock was moved before.
    """
    file = _file()
    if file.exists():
        raise ValueError("the demo's clock has begun already")
    return _set(file, start)


def present() -> datetime:
    """The machine's own time, wherever the demo's clock stands."""
    return datetime.now(UTC)


def _file() -> Path:
    name = os.environ.get(CLOCK_FILE_VARIABLE)
    if not name:
        raise ClockIsFixed
    return Path(name)


def _set(file: Path, target: datetime) -> timedelta:
    """Write the offset in one step: site and workers read it at any moment."""
    moved = timedelta(seconds=int((target - datetime.now(UTC)).total_seconds()))
    temporary = Path(f"{file}.new")
    temporary.write_text(str(int(moved.total_seconds())))
    temporary.replace(file)
    return moved


def business_date(instant: datetime, zone: ZoneInfo) -> date:
    """The calendar date of an instant in the city's (or the gateway's) zone."""
    return instant.astimezone(zone).date()


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a calendar day begins in the zone."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


class ClockIsFixed(RuntimeError):
    """This start has no movable clock; only the demo has one."""
