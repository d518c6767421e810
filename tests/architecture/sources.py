"""The product's own sources, for tests that read them."""

import ast
from functools import cache
from pathlib import Path

from config.settings.env import REPOSITORY

APPS = (
    "kernel", "outbox", "city", "uploads", "accounts", "ledger", "papers",
    "levies", "payments", "receipts", "complaints", "permits", "commandcenter",
    "config",
)  # fmt: skip
OTHERS = ("simulators", "bench", "deploy", "tests")


@cache
def python_files(*roots: str) -> list[Path]:
    """Python files under these folders, without migrations."""
    return [
        path
        for root in roots
        for path in sorted((REPOSITORY / root).rglob("*.py"))
        if "migrations" not in path.parts
    ]


@cache
def tree_of(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text())


def name_of(path: Path) -> str:
    """A file as the repository names it."""
    return str(path.relative_to(REPOSITORY))


def imported_roots(path: Path) -> set[str]:
    """The top-level packages a file imports."""
    roots = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            roots |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            roots.add(node.module.split(".")[0])
    return roots
