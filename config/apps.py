"""Names the wiring to Django, so that its commands and checks are found."""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    """Wiring: commands over several apps, system checks."""

    name = "config"
