"""Every module says what may be found in it; every model is in the glossary."""

import ast

from django.apps import apps

from config.settings.env import REPOSITORY
from tests.architecture.sources import APPS, name_of, python_files, tree_of


def test_every_module_says_what_may_be_found_there() -> None:
    silent = [
        name_of(path)
        for path in python_files(*APPS, "simulators", "bench")
        if path.read_text().strip() and not ast.get_docstring(tree_of(path))
    ]
    assert silent == []


def test_every_public_service_says_what_it_guarantees() -> None:
    silent = [
        f"{name_of(path)}:{node.name}"
        for path in python_files(*APPS)
        if "services" in path.parts or path.name == "services.py"
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_every_model_is_in_the_glossary() -> None:
    glossary = (REPOSITORY / "docs" / "glossary.md").read_text()
    missing = [
        model.__name__
        for model in apps.get_models()
        if model.__module__.split(".")[0] in APPS
        and f"| {model.__name__} |" not in glossary
    ]
    assert missing == []
