"""Clones of the migrated template, and the switch of Django's aliases between them."""

from django.db import connections

from config.launch.postgres import Postgres


class Databases:
    """The databases of one test server."""

    def __init__(self, postgres: Postgres) -> None:
        self.postgres = postgres

    def clone(self, template: str, name: str) -> None:
        """A copy of a database nobody is connected to."""
        self.postgres.psql(
            stdin=f"CREATE DATABASE {name} TEMPLATE {template} OWNER rempah_owner "
            "STRATEGY file_copy"
        )

    def drop(self, name: str) -> None:
        """Drop a database, whoever is still connected to it."""
        self.postgres.psql(stdin=f"DROP DATABASE {name} WITH (FORCE)")

    def point_django_at(self, name: str) -> None:
        """Let `default` (rempah_app) and `owner` mean this database."""
        connections.close_all()
        for alias, role in (("default", "rempah_app"), ("owner", "rempah_owner")):
            values = {
                "NAME": name,
                "USER": role,
                "HOST": str(self.postgres.sockets),
                "PORT": "",
            }
            connections[alias].settings_dict.update(values)
            connections.settings[alias].update(values)
