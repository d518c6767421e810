"""Collects the sentences of the screens into locale/en, where English says them.

`python -m deploy.words` (`make words`); then fill in what is empty and run it again,
which compiles. Needs gettext, but no server.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
CATALOGUE = Path("locale", "en", "LC_MESSAGES", "django.po")
# Nobody reads a screen out of these.
NOT_SCREENS = (".*", "var", "tests", "simulators", "bench", "static", "deploy", "docs")


def main() -> int:
    """Collect, then compile what is said so far."""
    collect(REPOSITORY)
    catalogue = REPOSITORY / CATALOGUE
    catalogue.with_suffix(".mo").write_bytes(compiled(catalogue))
    return 0


def collect(tree: Path) -> None:
    """Let makemessages bring the catalogue of a source tree up to its sources."""
    ignored = [argument for name in NOT_SCREENS for argument in ("--ignore", name)]
    subprocess.run(
        [
            sys.executable, "-W", "ignore", "manage.py", "makemessages",
            "--locale", "en", "--no-location", "--no-obsolete", "--no-wrap", *ignored,
        ],
        cwd=tree,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.test"},
        capture_output=True,
        check=True,
    )  # fmt: skip


def collected_anew() -> str:
    """The catalogue as `collect` would make it; works on a copy and leaves no trace."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "tree")
        shutil.copytree(REPOSITORY, copy, ignore=shutil.ignore_patterns(*NOT_SCREENS))
        collect(copy)
        return (copy / CATALOGUE).read_text()


def compiled(catalogue: Path) -> bytes:
    """What msgfmt makes of a catalogue."""
    done = subprocess.run(
        ["msgfmt", "-o", "-", str(catalogue)], capture_output=True, check=False
    )
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
