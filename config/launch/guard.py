"""Ends our servers when we are gone, however we went: `kill -9` runs no `finally`.

A small process of its own session waits at the end of a pipe that nobody but us holds
open. When it closes, what is still guarded is ended, the latest first, and the folders
that were lent go. Who stops a server in the ordinary way takes it out again.
"""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from config.settings.env import REPOSITORY

PATIENCE_SECONDS = 10.0
GUARD, RELEASE, LEND = "guard", "release", "lend"

_telling = threading.Lock()
_watchers: list[subprocess.Popen[str]] = []


def guard(pid: int, how: signal.Signals = signal.SIGTERM) -> None:
    """End this process, with its group if it leads one, when we are gone."""
    _tell(f"{GUARD} {pid} {how.value}")


def release(pid: int) -> None:
    """Guard it no longer: it has ended, and its number may become another's."""
    _tell(f"{RELEASE} {pid}")


def lend(folder: Path) -> None:
    """Remove this folder when we are gone and all that is guarded has ended."""
    _tell(f"{LEND} {folder}")


def _tell(line: str) -> None:
    with _telling:
        if not _watchers:
            _watchers.append(_watcher())
            atexit.register(_let_go)
        pipe = _watchers[0].stdin
        if pipe is not None and _watchers[0].poll() is None:
            pipe.write(f"{line}\n")
            pipe.flush()


def _watcher() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "config.launch.guard"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=REPOSITORY,
        text=True,
        start_new_session=True,
    )


def _let_go() -> None:
    """The ordinary end: the watcher tidies up and goes, before we do."""
    for watcher in _watchers:
        with suppress(subprocess.TimeoutExpired):
            watcher.communicate(timeout=PATIENCE_SECONDS)


def _watch() -> None:
    """The watcher's whole life: listen until the pipe closes, then end what is left."""
    guarded: dict[int, int] = {}
    folders: list[str] = []
    for line in sys.stdin:
        word, _, rest = line.rstrip("\n").partition(" ")
        if word == GUARD:
            pid, how = map(int, rest.split())
            guarded[pid] = how
        elif word == RELEASE:
            guarded.pop(int(rest), None)
        elif word == LEND:
            folders.append(rest)
    _end(guarded)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _end(guarded: dict[int, int]) -> None:
    """First asked, all at once, the latest first; then made to."""
    for pid, how in reversed(guarded.items()):
        _send(pid, how)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while any(map(_is_alive, guarded)) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid in filter(_is_alive, guarded):
        _send(pid, signal.SIGKILL)


def _send(pid: int, number: int) -> None:
    try:
        if os.getpgid(pid) == pid:
            os.killpg(pid, number)
        else:
            os.kill(pid, number)
    except ProcessLookupError:
        return


def _is_alive(pid: int) -> bool:
    """Whether it still runs; one that only waits to be counted (Z) does not."""
    try:
        os.kill(pid, 0)
        status = Path(f"/proc/{pid}/stat").read_text()
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return not Path("/proc/self").exists()
    return status.rpartition(")")[2].split()[0] != "Z"


if __name__ == "__main__":
    _watch()
