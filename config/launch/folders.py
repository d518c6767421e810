"""Where the embedded servers keep things, and whether another user can get there."""

import hashlib
import os
import pwd
import stat
import tempfile
from pathlib import Path

# A Unix socket's whole path has at most 107 bytes; server and port take up to 25.
SOCKET_FOLDER_LENGTH_MAX = 80


def private_socket_folder(folder: Path) -> Path:
    """A 0700 folder for sockets: `folder`/run, or in /tmp where that is too long."""
    preferred = folder / "run"
    if len(os.fsencode(str(preferred))) > SOCKET_FOLDER_LENGTH_MAX:
        digest = hashlib.sha256(os.fsencode(str(folder))).hexdigest()[:12]
        preferred = Path(tempfile.gettempdir()) / f"rempah-{os.geteuid()}-{digest}"
    preferred.mkdir(mode=0o700, parents=True, exist_ok=True)
    return preferred


def home_for_servers(var: Path, user: pwd.struct_passwd | None) -> Path:
    """`var`, or a folder in /var/tmp when `user` cannot reach `var`'s parents."""
    var.mkdir(parents=True, exist_ok=True)
    if user is None or is_reachable(var, user):
        return var
    digest = hashlib.sha256(os.fsencode(str(var))).hexdigest()[:12]
    home = Path("/var/tmp") / f"rempah-{digest}"  # noqa: S108 (named in the README)
    home.mkdir(exist_ok=True)
    home.chmod(0o755)
    return home


def is_reachable(path: Path, user: pwd.struct_passwd) -> bool:
    """Whether `user` may walk down to `path` and read or run it."""
    resolved = path.resolve()
    return all(_may_enter(parent, user) for parent in resolved.parents) and _allows(
        resolved, user, stat.S_IRUSR | stat.S_IXUSR
    )


def _may_enter(folder: Path, user: pwd.struct_passwd) -> bool:
    return _allows(folder, user, stat.S_IXUSR)


def _allows(path: Path, user: pwd.struct_passwd, wanted: int) -> bool:
    status = path.stat()
    if status.st_uid == user.pw_uid:
        return status.st_mode & wanted == wanted
    if status.st_gid == user.pw_gid:
        wanted >>= 3
    else:
        wanted >>= 6
    return status.st_mode & wanted == wanted
