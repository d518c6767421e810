"""Starts the simulators as real processes for tests; each on a port of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from config.launch.guard import guard, release

ROOT = Path(__file__).parent.parent
PATIENCE_SECONDS = 15
SERVER_KEY = "SB-Mid-server-TESTKEY"


@dataclass(frozen=True)
class Simulator:
    """A running simulator: its address, its hidden hand and its truth."""

    url: str
    process: subprocess.Popen[str] | subprocess.Popen[bytes]

    def control(self, name: str, **command: object) -> dict[str, Any]:
        """POST /_control/<name>; fails the test with the simulator's own sentence."""
        answer = requests.post(
            f"{self.url}/_control/{name}", json=command, timeout=PATIENCE_SECONDS
        )
        assert answer.ok, f"{name} {command}: {answer.status_code} {answer.text}"
        document: dict[str, Any] = answer.json()
        return document

    def read(self, path: str, **query: str) -> requests.Response:
        answer = requests.get(
            f"{self.url}{path}", params=query, timeout=PATIENCE_SECONDS
        )
        answer.raise_for_status()
        return answer

    def truth(self) -> dict[str, Any]:
        document: dict[str, Any] = self.read("/_control/truth").json()
        return document

    def transaction(self, order_id: str) -> dict[str, Any]:
        """The truth about the latest transaction of an order (gateway only)."""
        found: list[dict[str, Any]] = [
            one for one in self.truth()["transactions"] if one["order_id"] == order_id
        ]
        assert found, f"the gateway knows no order {order_id}"
        return found[-1]


@contextmanager
def midtrans_simulator(
    *,
    notify: str = "",
    bank: str = "",
    server_key: str = SERVER_KEY,
    port: int = 0,
    state: Path | None = None,
    **options: object,
) -> Iterator[Simulator]:
    """Run the gateway; further options are its flags with underscores."""
    flags = {"notify": notify, "bank": bank, "server_key": server_key, **options}
    with _running("simulators.midtrans", port, state, flags) as simulator:
        yield simulator


@contextmanager
def bank_simulator(
    *, port: int = 0, state: Path | None = None, **options: object
) -> Iterator[Simulator]:
    """Run the bank; further options are its flags with underscores."""
    with _running("simulators.bank", port, state, options) as simulator:
        yield simulator


@contextmanager
def _running(
    module: str, port: int, state: Path | None, flags: dict[str, object]
) -> Iterator[Simulator]:
    arguments = [f"--port={port}"]
    if state is not None:
        arguments.append(f"--state={state}")
    arguments += [
        f"--{name.replace('_', '-')}={value}" for name, value in flags.items() if value
    ]
    process = _start(module, arguments)
    try:
        yield Simulator(_wait_for_address(process), process)
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE_SECONDS)
        release(process.pid)


def _start(module: str, arguments: Sequence[str]) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env={**os.environ, "NO_PROXY": "127.0.0.1,localhost"},
        stdout=subprocess.PIPE,
        text=True,
    )
    guard(process.pid)
    return process


def _wait_for_address(process: subprocess.Popen[str]) -> str:
    """Its first line names the address, which is bound by then."""
    assert process.stdout is not None
    line: str = process.stdout.readline()
    assert "http://" in line, f"the simulator did not start: {line!r}"
    url = "http://" + line.rsplit("http://", 1)[1].strip()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if requests.get(f"{url}/healthz", timeout=PATIENCE_SECONDS).ok:
            return url
        time.sleep(0.05)
    raise AssertionError(f"{url} is not healthy")
