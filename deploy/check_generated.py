"""Checks what is generated and committed: migrations, translations.

`python -m deploy.check_generated`; needs no server. Exit 0 or 3 (found problems).
"""

import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
CATALOGUE = REPOSITORY / "locale" / "en" / "LC_MESSAGES" / "django.po"


def main() -> int:
    """Run every check; print what is wrong and how to mend it."""
    problems = [*missing_migrations(), *translation_problems()]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 3 if problems else 0


def missing_migrations() -> list[str]:
    """Models and migrations must say the same."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
    done = subprocess.run(
        [
            sys.executable, "-W", "ignore", "manage.py", "makemigrations",
            "--check", "--dry-run",
        ],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    return [f"migrations are missing:\n{done.stdout}"] if done.returncode else []


def translation_problems() -> list[str]:
    """English must be complete, nothing fuzzy, and the compiled file current."""
    done = subprocess.run(
        ["msgfmt", "--check", "--statistics", "-o", os.devnull, str(CATALOGUE)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"LC_ALL": "C"},
    )
    problems = []
    if done.returncode or "fuzzy" in done.stderr or "untranslated" in done.stderr:
        problems.append(f"{CATALOGUE.name} is incomplete: {done.stderr.strip()}")
    compiled = CATALOGUE.with_suffix(".mo")
    fresh = subprocess.run(
        ["msgfmt", "-o", "-", str(CATALOGUE)], capture_output=True, check=False
    ).stdout
    if not compiled.exists() or compiled.read_bytes() != fresh:
        problems.append(f"{compiled.name} is older than its source: compilemessages")
    return problems


if __name__ == "__main__":
    sys.exit(main())
