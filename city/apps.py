"""Names this app to Django."""

from django.apps import AppConfig


class CityConfig(AppConfig):
    """The city as data: places, offices, calendar, revenue accounts."""

    name = "city"
    label = "city"
