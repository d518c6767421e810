"""Runs the bench on servers of its own and prints a row per job of the budget."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from config.launch.postgres import Postgres
from config.launch.valkey import Valkey
from config.settings.env import REPOSITORY
from tests.databases import Databases

TEMPLATE = "rempah_bench"
JOBS = ("webhook", "notice", "receipt", "signature", "reconcile", "command_centre")


def main() -> int:
    """Start servers, migrate, run the jobs named on the command line (default: all).

    Answers 0, 2 for an unknown job, 3 when a budget was missed, else what a job that
    failed answered; the jobs after it run all the same.
    """
    wanted = sys.argv[1:] or list(JOBS)
    if unknown := set(wanted) - set(JOBS):
        print(f"unknown job {sorted(unknown)}; there are {list(JOBS)}")
        return 2
    folder = Path(tempfile.mkdtemp(prefix="rempah-bench-"))
    folder.chmod(0o711)
    postgres, valkey = Postgres(folder / "postgres"), Valkey(folder)
    try:
        postgres.start()
        postgres.create_database(TEMPLATE)
        valkey.start()
        os.environ.update(
            DJANGO_SETTINGS_MODULE="bench.settings",
            REDIS_URL=valkey.url,
            REMPAH_VAR=str(folder),
            PYTHONPATH=str(REPOSITORY),
        )
        if _run(postgres, TEMPLATE, "bench.template"):
            return 1
        return max([_job(postgres, name) for name in wanted])
    finally:
        valkey.stop()
        postgres.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)


def _job(postgres: Postgres, name: str) -> int:
    """One job in a process and a copy of the template of its own: none sees another's.

    A job that remembers, fills tables or grows would else change the figures, and the
    rows, of those after it.
    """
    databases, copy = Databases(postgres), f"{TEMPLATE}_{name}"
    databases.clone(TEMPLATE, copy)
    try:
        return _run(postgres, copy, "bench.jobs", name)
    finally:
        databases.drop(copy)


def _run(postgres: Postgres, database: str, *module: str) -> int:
    environment = os.environ | {
        "DATABASE_URL": postgres.url(database, "rempah_app"),
        "REMPAH_DATABASE_OWNER_URL": postgres.url(database, "rempah_owner"),
    }
    command = [sys.executable, "-m", *module]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
