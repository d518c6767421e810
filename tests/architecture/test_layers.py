"""Who may know whom, where import-linter cannot look; and the map in the README."""

import re

from django.apps import apps

from config.settings.env import REPOSITORY
from tests.architecture.sources import APPS, imported_roots, name_of, python_files


def test_the_simulators_stand_alone() -> None:
    known = [
        name_of(path)
        for path in python_files("simulators")
        if imported_roots(path) & {*APPS, "django", "tests"}
    ]
    assert known == []


def test_the_product_knows_no_simulator_and_no_test() -> None:
    known = [
        name_of(path)
        for path in python_files(*APPS)
        if imported_roots(path) & {"simulators", "tests", "bench"}
    ]
    assert known == []


def test_no_signal_carries_news() -> None:
    senders = [
        name_of(path)
        for path in python_files(*APPS)
        if re.search(r"\bSignal\(|@receiver\b|post_save|pre_save", path.read_text())
    ]
    assert senders == []


def test_the_map_in_the_readme_is_the_territory() -> None:
    block = (REPOSITORY / "README.md").read_text().split("```")[3]
    drawn = set(re.findall(r"\b([a-z_]+)/", block))
    folders = {
        path.name
        for path in REPOSITORY.iterdir()
        if path.is_dir() and (path / "__init__.py").exists()
    }
    missing = folders - drawn - {"tests", "bench", "deploy"}
    invented = {
        name
        for name in drawn
        if not (REPOSITORY / name).is_dir()
        and not (REPOSITORY / "payments" / name).is_dir()
    }
    assert missing == set()
    assert invented == set()


def test_constraint_names_are_sentences() -> None:
    names = [
        constraint.name
        for model in apps.get_models()
        if model._meta.app_config.name in _our_apps()
        for constraint in model._meta.constraints
    ]
    assert names
    assert [name for name in names if name.count("_") < 2] == []


def _our_apps() -> set[str]:
    return {
        config.name
        for config in apps.get_app_configs()
        if config.name.split(".")[0] in APPS
    }
