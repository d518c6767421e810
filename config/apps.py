"""Names the wiring to Django, so that its commands and checks are found."""

from importlib import import_module

from django.apps import AppConfig


class WiringConfig(AppConfig):
    """Wiring: commands over several apps, system checks."""

    name = "config"

    def ready(self) -> None:
        """Register the system checks."""
        import_module("config.checks")
