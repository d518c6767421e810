"""Names this app to Django."""

from django.apps import AppConfig


class ReconciliationConfig(AppConfig):
    """Settlement lines, bank statements, matches and findings."""

    name = "payments.reconciliation"
    label = "reconciliation"
