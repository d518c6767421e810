"""Our books and the simulators' truth, as comparable sets; and all that may change."""

from django.apps import apps

from payments.models import Payment, UnappliedMoney
from tests.running_site import RunningSite

type Money = set[tuple[str, int]]


def money_at_the_gateway(site: RunningSite) -> Money:
    """Every transaction that money came in for, with what came."""
    transactions = site.midtrans.truth()["transactions"]
    return {
        (str(one["transaction_id"]), int(one["paid_amount"]))
        for one in transactions
        if one["paid_amount"]
    }


def money_in_our_books() -> Money:
    """Every payment that brought money, and money of orders that are not ours."""
    payments = Payment.objects.filter(
        received_idr__isnull=False, gateway="midtrans"
    ).values_list("gateway_reference", "received_idr")
    others = UnappliedMoney.objects.filter(
        payment__isnull=True, gateway="midtrans"
    ).values_list("gateway_reference", "amount_idr")
    return {
        (str(reference), amount or 0) for reference, amount in payments.union(others)
    }


def everything_counted() -> dict[str, int]:
    """How many rows each table of ours has."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.app_label not in {"sessions", "contenttypes"}
    }
