"""Names this app to Django."""

from django.apps import AppConfig


class CommandCenterConfig(AppConfig):
    """Roll-ups of the city's money, held equal to the ledger; command centre, data."""

    name = "commandcenter"
    label = "commandcenter"
