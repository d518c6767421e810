"""Makes the database that every job gets a copy of: migrated, with a small city."""

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from tests.levies.samples import small_city  # noqa: E402

if __name__ == "__main__":
    call_command("migrate", database="owner", verbosity=0)
    small_city()
