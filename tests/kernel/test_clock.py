"""The clock: the machine's own, or the demo's, which only moves forward."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kernel import clock

WIT = ZoneInfo("Asia/Jayapura")
WIB = ZoneInfo("Asia/Jakarta")


def test_without_a_clock_file_time_is_fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(clock.CLOCK_FILE_VARIABLE, raising=False)
    with pytest.raises(clock.ClockIsFixed):
        clock.move(clock.now() + timedelta(days=1))


def test_the_demo_moves_forward_and_never_back(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(clock.CLOCK_FILE_VARIABLE, str(tmp_path / "clock"))
    tomorrow = clock.now() + timedelta(days=1)
    clock.move(tomorrow)
    assert abs(clock.now() - tomorrow) < timedelta(seconds=5)
    with pytest.raises(ValueError, match="forward"):
        clock.move(tomorrow - timedelta(hours=1))


def test_the_demo_may_begin_in_the_past_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(clock.CLOCK_FILE_VARIABLE, str(tmp_path / "clock"))
    last_month = clock.present() - timedelta(days=30)
    clock.begin(last_month)
    assert abs(clock.now() - last_month) < timedelta(seconds=5)
    with pytest.raises(ValueError, match="begun already"):
        clock.begin(last_month)
    clock.move(clock.present())
    assert clock.offset() == timedelta(0)


def test_half_past_midnight_in_the_east_is_still_yesterday_for_the_gateway() -> None:
    instant = datetime(2026, 3, 1, 15, 30, tzinfo=UTC)
    assert clock.business_date(instant, WIT) == date(2026, 3, 2)
    assert clock.business_date(instant, WIB) == date(2026, 3, 1)
    assert clock.start_of_day(date(2026, 3, 2), WIT) == instant - timedelta(minutes=30)
