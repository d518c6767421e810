"""Checks what is generated and committed: migrations, translations.

`python -m deploy.check_generated`; needs no server. Exit 0 or 3 (found problems).
"""

import os
import re
import subprocess
import sys

from deploy import words

CATALOGUE = words.REPOSITORY / words.CATALOGUE
# A sentence with its context and plural, as a catalogue writes it.
SENTENCE = re.compile(r"^((?:msgctxt|msgid) .*?)\nmsgstr", re.MULTILINE | re.DOTALL)


def main() -> int:
    """Run every check; print what is wrong and how to mend it."""
    problems = [*missing_migrations(), *translation_problems(), *changed_sentences()]
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
        cwd=words.REPOSITORY,
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
    if not compiled.exists() or compiled.read_bytes() != words.compiled(CATALOGUE):
        problems.append(f"{compiled.name} is older than its source: make words")
    return problems


def changed_sentences() -> list[str]:
    """The catalogue must know what the screens say: no sentence more, and none less."""
    known = set(SENTENCE.findall(CATALOGUE.read_text()))
    said = set(SENTENCE.findall(words.collected_anew()))
    lacking = [f"English lacks (make words): {one}" for one in sorted(said - known)]
    idle = [f"no screen says (make words): {one}" for one in sorted(known - said)]
    return lacking + idle


if __name__ == "__main__":
    sys.exit(main())
