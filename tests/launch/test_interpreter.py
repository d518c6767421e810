"""The interpreter is chosen by running it: a shim that refuses is passed over."""

import subprocess
import sys
from pathlib import Path

from config.settings.env import REPOSITORY

SCRIPT = REPOSITORY / "deploy" / "find-python.sh"


def _program(folder: Path, name: str, body: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def _find(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": f"{folder}:/bin:/usr/bin", "PYENV_ROOT": str(folder)}
    return subprocess.run(
        [str(SCRIPT)], env=environment, capture_output=True, text=True, check=False
    )


def test_passes_over_a_shim_that_exists_and_refuses(tmp_path: Path) -> None:
    _program(tmp_path, "python3.13", "echo no such version >&2; exit 127")
    _program(tmp_path, "python3", f'exec {sys.executable} "$@"')
    assert _find(tmp_path).stdout.strip() == str(tmp_path / "python3")


def test_looks_into_the_version_folders_of_pyenv(tmp_path: Path) -> None:
    for name in ("python3.13", "python3", "python3.14", "python3.12", "python"):
        _program(tmp_path, name, "exit 127")
    inside = tmp_path / "versions" / "3.13.0" / "bin"
    inside.mkdir(parents=True)
    _program(inside, "python3", f'exec {sys.executable} "$@"')
    assert _find(tmp_path).stdout.strip() == str(inside / "python3")


def test_says_what_to_type_when_there_is_none(tmp_path: Path) -> None:
    for name in ("python3.13", "python3", "python3.14", "python3.12", "python"):
        _program(tmp_path, name, "exit 127")
    found = _find(tmp_path)
    assert found.returncode == 2
    assert "3.12" in found.stderr
    assert "apt-get install" in found.stderr
