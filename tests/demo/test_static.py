"""A later start copies static files only when one of them has changed."""

import os
import time
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from config.demo.static import collect_static


@pytest.fixture
def source(settings: Settings, tmp_path: Path) -> Path:
    """A folder with one style sheet, and a site of its own to collect it for."""
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "site.css").write_text("body { color: black }")
    settings.VAR_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = [
        "django.contrib.staticfiles.finders.FileSystemFinder"
    ]
    return folder


def content(folder: Path) -> str:
    """What the collected style sheet says; nothing where there is none."""
    return "".join(path.read_text() for path in folder.glob("site*.css"))


def test_unchanged_files_are_left_as_they_are(source: Path, tmp_path: Path) -> None:
    collect_static()
    for collected in (tmp_path / "static").glob("site*.css"):
        collected.unlink()
    collect_static()
    assert content(tmp_path / "static") == ""


def test_a_changed_file_is_collected(source: Path, tmp_path: Path) -> None:
    collect_static()
    changed = source / "site.css"
    changed.write_text("body { color: white; margin: 0 }")
    os.utime(changed, (time.time() + 60, time.time() + 60))
    collect_static()
    assert "white" in content(tmp_path / "static")


def test_a_folder_that_is_gone_is_filled_again(source: Path, tmp_path: Path) -> None:
    collect_static()
    (tmp_path / "static").rename(tmp_path / "elsewhere")
    collect_static()
    assert "black" in content(tmp_path / "static")
