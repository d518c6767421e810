"""Names this app to Django."""

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    """Money that collectors take at the stalls, until a bank line shows it."""

    name = "payments.collection"
    label = "collection"
