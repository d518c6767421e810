"""Runs the bench on servers of its own and prints a row per job of the budget."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from config.launch.postgres import Postgres
from config.launch.valkey import Valkey
from config.settings.env import REPOSITORY

DATABASE = "rempah_bench"
JOBS = ("webhook", "notice", "receipt", "signature", "reconcile", "command_centre")


def main() -> int:
    """Start servers, migrate, run the jobs named on the command line (default: all)."""
    wanted = sys.argv[1:] or list(JOBS)
    folder = Path(tempfile.mkdtemp(prefix="rempah-bench-"))
    folder.chmod(0o711)
    postgres, valkey = Postgres(folder / "postgres"), Valkey(folder)
    try:
        postgres.start()
        postgres.create_database(DATABASE)
        valkey.start()
        os.environ.update(
            DJANGO_SETTINGS_MODULE="bench.settings",
            DATABASE_URL=postgres.url(DATABASE, "rempah_app"),
            REMPAH_DATABASE_OWNER_URL=postgres.url(DATABASE, "rempah_owner"),
            REDIS_URL=valkey.url,
            REMPAH_VAR=str(folder),
            PYTHONPATH=str(REPOSITORY),
        )
        from bench.jobs import run  # noqa: PLC0415 (needs the environment above)

        return run(wanted)
    finally:
        valkey.stop()
        postgres.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
