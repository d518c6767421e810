"""Whoever is killed takes its servers along: nothing of a test run stays behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from config.settings.env import REPOSITORY
from tests.conftest import FOLDER_VARIABLE

PATIENCE_SECONDS = 30
A_TEST = """
import os
import time
from pathlib import Path


from tests.simulator_processes import bank_simulator


def test_that_is_never_over(postgres, valkey):
    told = Path(os.environ["TOLD"])
    with bank_simulator() as bank:
        numbers = [
            (postgres.data / "postmaster.pid").read_text().split()[0],
            str(valkey._process.pid),
            str(bank.process.pid),
        ]
        part = told.with_suffix(".part")
        part.write_text(" ".join([os.environ["FOLDER"], *numbers]))
        part.rename(told)
        time.sleep(600)
"""


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    """Whether it runs; a zombie is nobody."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rsplit(")", 1)[1].split()[0] != "Z"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_run_of_tests_that_is_killed_leaves_nothing(
    how: signal.Signals, tmp_path: Path
) -> None:
    (tmp_path / "test_endless.py").write_text(
        A_TEST.replace("FOLDER", FOLDER_VARIABLE, 1)
    )
    told = tmp_path / "told"
    run = subprocess.Popen(
        [
            sys.executable, "-m", "pytest", "-q", "-n", "0",
            "-p", "tests.conftest", "-c", str(REPOSITORY / "pyproject.toml"),
            "--rootdir", str(REPOSITORY), str(tmp_path / "test_endless.py"),
        ],
        cwd=REPOSITORY,
        env={
            **{k: v for k, v in os.environ.items() if k != FOLDER_VARIABLE},
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "TOLD": str(told),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        wait_until(lambda: told.exists() or run.poll() is not None)
        folder, *numbers = told.read_text().split()
        pids = [int(number) for number in numbers]
        assert all(map(is_alive, pids))
        os.kill(run.pid, how)
        run.wait(timeout=PATIENCE_SECONDS)
        wait_until(lambda: not any(map(is_alive, pids)))
        wait_until(lambda: not Path(folder).exists())
    finally:
        run.kill()
        run.wait()


STARTED = """
import os
import sys
import time
from pathlib import Path

from config.launch.processes import Processes

processes = Processes(Path(sys.argv[1]), os.environ)
for name in ("ended", "kept"):
    processes.start(name, ["sleep", "600"])
processes.running["ended"].kill()
print(processes.running["kept"].pid, flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_demo_that_is_killed_takes_its_processes_along(
    how: signal.Signals, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", STARTED, str(tmp_path)]
    with subprocess.Popen(
        command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
    ) as demo:
        assert demo.stdout is not None
        pid = int(demo.stdout.readline())
        assert is_alive(pid)
        demo.send_signal(how)
        wait_until(lambda: not is_alive(pid))
