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


class Processes:
    """Long-lived child processes, each with a log file of its own."""

    def __init__(self, logs: Path, environment: Mapping[str, str]) -> None:
        self.logs = logs
        self.environment = dict(environment)
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        logs.mkdir(parents=True, exist_ok=True)

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start a child in a process group of its own, so that Ctrl-C is ours."""
        log = (self.logs / f"{name}.log").open("ab")
        self.running[name] = subprocess.Popen(
            command,
            env=self.environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        guard(self.running[name].pid)

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
        """Block until some child ends; its name."""
        while True:
            for name, process in self.running.items():
                if process.poll() is not None:
                    return name
            time.sleep(0.5)

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
