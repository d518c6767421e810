"""Names this app to Django."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The double-entry ledger: the only writer of legs."""

    name = "ledger"
    label = "ledger"
