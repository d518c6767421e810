"""Names this app to Django."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Official papers: numbers, rendering, signing, verification."""

    name = "papers"
    label = "papers"
