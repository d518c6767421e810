"""Names this app to Django."""

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    """Citizens' reports: routing, deadlines, proof, reopening."""

    name = "complaints"
    label = "complaints"
