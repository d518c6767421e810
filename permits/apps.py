"""Names this app to Django."""

from django.apps import AppConfig


class PermitsConfig(AppConfig):
    """Permits: types as data, applications, their check, decision and paper."""

    name = "permits"
    label = "permits"
