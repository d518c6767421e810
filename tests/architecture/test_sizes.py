"""Small rooms: functions, files and templates that fit a reader's eye."""

import ast
from pathlib import Path

from config.settings.env import REPOSITORY
from tests.architecture.sources import APPS, OTHERS, name_of, python_files, tree_of

FUNCTION_LINES = 60
FILE_LINES = 400
TEMPLATE_LINES = 120


def test_every_function_fits_on_one_screen() -> None:
    long = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in python_files(*APPS, *OTHERS)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= FUNCTION_LINES
    ]
    assert long == []


def test_every_file_has_one_purpose() -> None:
    long = [
        name_of(path)
        for path in python_files(*APPS, *OTHERS)
        if _lines(path) > FILE_LINES
    ]
    assert long == []


def test_every_template_is_short() -> None:
    long = [
        name_of(path)
        for path in sorted((REPOSITORY / "templates").rglob("*.html"))
        if _lines(path) > TEMPLATE_LINES
    ]
    assert long == []


def test_the_readme_is_read_to_its_end() -> None:
    assert _lines(REPOSITORY / "README.md") <= 120


def _lines(path: Path) -> int:
    return len(path.read_text().splitlines())
