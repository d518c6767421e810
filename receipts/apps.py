"""Names this app to Django."""

from django.apps import AppConfig


class ReceiptsConfig(AppConfig):
    """The receipt (SSRD): one per payment and OPD."""

    name = "receipts"
    label = "receipts"
