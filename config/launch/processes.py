"""The processes of a running demo: started together, stopped together."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

from config.launch.guard import guard, release

STOP_SECONDS = 10.0
LOOK_SECONDS = 0.5
REST_SECONDS_MIN, REST_SECONDS_MAX = 1.0, 60.0


class Processes:
    """Long-lived child processes, each with a log file of its own."""

    def __init__(self, logs: Path, environment: Mapping[str, str]) -> None:
        self.logs = logs
        self.environment = dict(environment)
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self._outside: dict[str, Outside] = {}
        logs.mkdir(parents=True, exist_ok=True)

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start a child in a process group of its own, so that Ctrl-C is ours."""
        with (self.logs / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        guard(self.running[name].pid)

    def start_outside(self, name: str, command: Sequence[str]) -> None:
        """Start a part of the world outside: it may die, and is started again."""
        self._outside[name] = Outside(command)
        self.start(name, command)

    def wait_for(self, name: str, url: str, seconds: float = 30.0) -> None:
        """Wait until a child answers 200 at `url`.

        Raises:
            SystemExit: it ended, or does not answer in time; names its log.
        """
        deadline = time.monotonic() + seconds
        while not _answers(url):
            if self.running[name].poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"{name} did not start; see {self.logs}/{name}.log")
            time.sleep(0.1)

    def wait_for_an_end(self) -> str:
        """Block until a child of our own ends; its name. Those outside are revived."""
        while True:
            for name, process in self.running.items():
                if process.poll() is None:
                    continue
                if name not in self._outside:
                    return name
                self._revive(name, process)
            time.sleep(LOOK_SECONDS)

    def _revive(self, name: str, ended: subprocess.Popen[bytes]) -> None:
        """Say that it died, and start it once it has rested."""
        outside, now = self._outside[name], time.monotonic()
        if outside.starts_at is None:
            release(ended.pid)
            rest = outside.rest(now)
            print(
                f"\n!!! {name} died (exit {ended.returncode}); see {self.logs}/"
                f"{name}.log. The site goes on; {name} starts again in {rest:.0f} s.",
                flush=True,
            )
        elif now >= outside.starts_at:
            outside.begin(now)
            self.start(name, outside.command)
            print(f"!!! {name} was started again.", flush=True)

    def stop(self) -> None:
        """End all children: first asked, then made to."""
        for process in self.running.values():
            _signal_group(process, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for process in self.running.values():
            try:
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal_group(process, signal.SIGKILL)
                process.wait()
            release(process.pid)
        self.running.clear()


class Outside:
    """How a child is started again: after a rest that doubles while it keeps dying."""

    def __init__(self, command: Sequence[str]) -> None:
        self.command = command
        self.starts_at: float | None = None
        self._began_at = time.monotonic()
        self._rest_seconds = REST_SECONDS_MIN

    def rest(self, now: float) -> float:
        """It died now; the seconds until it shall start again."""
        if now - self._began_at > REST_SECONDS_MAX:
            self._rest_seconds = REST_SECONDS_MIN
        seconds = self._rest_seconds
        self.starts_at = now + seconds
        self._rest_seconds = min(2 * seconds, REST_SECONDS_MAX)
        return seconds

    def begin(self, now: float) -> None:
        """It is started now."""
        self._began_at, self.starts_at = now, None


def refuse_taken_ports(ports: Mapping[str, int]) -> None:
    """Stop the start when somebody else listens on a port that we need.

    Raises:
        SystemExit: naming the port, what it is for and the variable that moves it.
    """
    for variable, port in ports.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                raise SystemExit(
                    f"Port {port} is taken by another program. Stop it, or choose "
                    f"another port:  {variable}={port + 1} make start"
                ) from None


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 (ours)
            return int(answer.status) == 200
    except (urllib.error.URLError, OSError):
        return False


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return
