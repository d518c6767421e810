"""The product knows no city by name: what is a city's own is data under cities/."""

from pathlib import Path

import pytest
from django.conf import settings

ROOT: Path = settings.BASE_DIR
WORDS = ("Ternate", "82.71", "Jayapura")
FOLDERS = (
    "accounts", "bench", "city", "commandcenter", "complaints", "config", "deploy",
    "kernel", "ledger", "levies", "locale", "outbox", "papers", "payments", "permits",
    "receipts", "simulators", "static", "templates", "uploads",
)  # fmt: skip
SUFFIXES = {".py", ".html", ".txt", ".js", ".sql", ".css"}
VENDORED = ROOT / "static" / "vendor"


def _files() -> list[Path]:
    return [
        path
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in SUFFIXES and VENDORED not in path.parents
    ]


@pytest.mark.parametrize("path", _files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_names_no_city(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [word for word in WORDS if word in text] == []


def test_the_search_sees_the_code_and_the_data_names_the_city() -> None:
    assert ROOT / "city" / "models.py" in _files()
    assert "Ternate" in (ROOT / "cities" / "ternate" / "profile.toml").read_text()
