"""Static files of the demo's site: collected again only when one of them changed."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from config import static_files

STAMP = "static-stamp"


def collect_static() -> None:
    """Name, compress and copy them, unless the last start did so with the same ones.

    To compress them takes most of a later start's time, and they seldom change.
    """
    stamp, state = settings.VAR_DIR / STAMP, _state()
    is_there = Path(settings.STATIC_ROOT).exists() and stamp.exists()
    if is_there and stamp.read_text() == state:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(state)


def _state() -> str:
    """Of every file its place, size and time; and of the code that names them."""
    told = [
        f"{path} {found.st_size} {found.st_mtime_ns}"
        for path in [*_sources(), Path(static_files.__file__)]
        for found in [path.stat()]
    ]
    return hashlib.sha256("\n".join(sorted(told)).encode()).hexdigest()


def _sources() -> Iterator[Path]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield Path(storage.path(name))
