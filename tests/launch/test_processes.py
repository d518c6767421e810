"""A world outside that dies is started again; one of our own that dies ends all."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.launch import processes as launch
from config.launch.processes import Outside, Processes

ENDLESS = ["sleep", "600"]


@pytest.fixture
def processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Processes]:
    monkeypatch.setattr(launch, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(launch, "REST_SECONDS_MIN", 0.05)
    children = Processes(tmp_path, os.environ)
    yield children
    children.stop()


def noting(path: Path, then: str) -> list[str]:
    """A child that notes its start and goes on as it is told."""
    return ["sh", "-c", f"echo $$ >> {path}; {then}"]


def lasting_until(lines: int, path: Path) -> list[str]:
    """A child that ends once the file has so many lines."""
    code = (
        "import sys, time, pathlib\n"
        "path, lines = pathlib.Path(sys.argv[1]), int(sys.argv[2])\n"
        "while not path.exists() or len(path.read_text().splitlines()) < lines:\n"
        "    time.sleep(0.02)\n"
    )
    return [sys.executable, "-c", code, str(path), str(lines)]


def test_a_world_outside_that_dies_is_said_and_started_again(
    processes: Processes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    started = tmp_path / "started"
    kill_the_first = f'[ $(wc -l < {started}) -gt 1 ] || kill -9 $$; exec "$@"'
    endless = [*noting(started, kill_the_first), "sh", *ENDLESS]
    processes.start_outside("bank", endless)
    processes.start("site", lasting_until(2, started))
    assert processes.wait_for_an_end() == "site"
    assert processes.running["bank"].poll() is None
    told = capsys.readouterr().out
    assert "!!! bank died (exit -9)" in told
    assert f"{tmp_path}/bank.log" in told
    assert "!!! bank was started again." in told


def test_one_that_keeps_dying_never_stops_the_others(
    processes: Processes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    started = tmp_path / "started"
    processes.start_outside("midtrans", noting(started, "exit 3"))
    processes.start("site", lasting_until(3, started))
    assert processes.wait_for_an_end() == "site"
    assert capsys.readouterr().out.count("!!! midtrans died (exit 3)") >= 2


def test_one_of_our_own_that_dies_is_the_end(
    processes: Processes, tmp_path: Path
) -> None:
    processes.start_outside("bank", ENDLESS)
    processes.start("worker", ENDLESS)
    processes.running["worker"].send_signal(signal.SIGKILL)
    assert processes.wait_for_an_end() == "worker"


def test_a_stop_ends_what_was_started_again(
    processes: Processes, tmp_path: Path
) -> None:
    started = tmp_path / "started"
    processes.start_outside("bank", noting(started, "exec sleep 600"))
    first = processes.running["bank"]
    processes.start("site", lasting_until(2, started))
    subprocess.run(["kill", "-9", str(first.pid)], check=True)
    processes.wait_for_an_end()
    second = processes.running["bank"]
    processes.stop()
    assert second.pid != first.pid
    assert second.returncode == -signal.SIGTERM


def test_rests_double_up_to_a_minute_and_begin_anew_after_a_long_life() -> None:
    outside, now, rests = Outside(ENDLESS), 1_000.0, []
    for _death in range(8):
        outside.begin(now)
        now += 1
        rests.append(outside.rest(now))
        now += rests[-1]
    assert rests == [1, 2, 4, 8, 16, 32, 60, 60]
    outside.begin(now)
    assert outside.rest(now + 61) == 1
