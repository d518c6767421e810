"""Names this app to Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, roles, scopes, sign-in and the audit log."""

    name = "accounts"
    label = "accounts"
