"""Someone with all rights, who switches every trigger and foreign key off."""

from django.db import connection

from config.launch.postgres import Postgres


def as_superuser(postgres: Postgres, statements: str) -> None:
    """Run SQL in the current test's committed database, past every protection."""
    postgres.psql(
        stdin=f"\\connect {connection.settings_dict['NAME']}\n"
        f"BEGIN; SET LOCAL session_replication_role = replica; {statements}; COMMIT;"
    )
