"""What was brought into static/vendor/ is what the lock says, byte for byte."""

import base64
import hashlib
import json
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
VENDOR = ROOT / "static" / "vendor"
LOCK: list[dict[str, str]] = json.loads((ROOT / "deploy" / "vendor.lock").read_text())


@pytest.mark.parametrize("entry", LOCK, ids=lambda entry: entry["file"])
def test_a_vendored_file_has_the_hash_of_the_lock(entry: dict[str, str]) -> None:
    digest = hashlib.sha384((VENDOR / entry["file"]).read_bytes()).digest()
    assert entry["integrity"] == f"sha384-{base64.b64encode(digest).decode()}"
    assert entry["licence"]


def test_the_lock_names_every_vendored_file() -> None:
    files = {p.relative_to(VENDOR).as_posix() for p in VENDOR.rglob("*") if p.is_file()}
    assert files == {entry["file"] for entry in LOCK}


def test_every_package_brings_its_licence() -> None:
    assert all((folder / "LICENSE.txt").exists() for folder in VENDOR.iterdir())


def test_vendored_styles_ask_for_nothing_we_do_not_serve() -> None:
    css = (VENDOR / "govuk-frontend-6.6.0" / "govuk.css").read_text()
    assert "url(" not in css
    assert "sourceMappingURL" not in css
    assert "GDS Transport" not in css
