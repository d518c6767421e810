"""Names this app to Django."""

from django.apps import AppConfig


class LeviesConfig(AppConfig):
    """Tariffs, payers, levy objects and their bills."""

    name = "levies"
    label = "levies"
