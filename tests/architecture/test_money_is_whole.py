"""Rupiah are whole numbers everywhere: no float near money, every column says _idr."""

import ast

from django.apps import apps
from django.db import models

from tests.architecture.sources import name_of, python_files, tree_of

NEAR_MONEY = ("kernel", "ledger", "levies", "payments", "receipts", "papers")
# Seconds of a timeout or a wait are no money.
NO_MONEY = {"payments/gateways/midtrans/client.py"}
MONEY_WORDS = ("amount", "price", "fee", "total", "balance", "principal", "interest")


def test_money_never_meets_a_float() -> None:
    met = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files(*NEAR_MONEY)
        if name_of(path) not in NO_MONEY
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant | ast.Name) and _is_float(node)
    ]
    assert met == []


def test_every_money_column_is_a_whole_number_of_rupiah() -> None:
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.fields
        if field.name.endswith("_idr") and not isinstance(field, models.BigIntegerField)
    ]
    assert wrong == []


def test_a_column_that_sounds_like_money_names_its_unit() -> None:
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, models.IntegerField | models.DecimalField)
        and any(word in field.name for word in MONEY_WORDS)
        and not field.name.endswith(("_idr", "_bp", "_max"))
    ]
    assert wrong == []


def _is_float(node: ast.Constant | ast.Name) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float)
    return node.id == "float"
