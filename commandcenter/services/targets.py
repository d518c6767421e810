"""Loading the targets a city has published. None is invented: no row, no target."""

from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from city.services import Change, read_rows, require_known, upsert
from commandcenter.models import Target
from levies.models import LevyType

FIELDS = ("year", "levy_type", "amount_idr", "verified", "source")


@transaction.atomic
def load_targets(folder: Path) -> list[Change]:
    """Bring targets to what `targets.csv` says; a city without the file has none.

    Safe to repeat. An empty levy type is the target of all levies together.

    Raises:
        BadCityFile: a record cannot be loaded; nothing was changed.
    """
    if not (folder / "targets.csv").exists():
        return []
    return list(_load(folder))


def _load(folder: Path) -> Iterator[Change]:
    levy_types = {levy.code: levy for levy in LevyType.objects.all()}
    for row in read_rows(
        folder, "targets.csv", fields=FIELDS, unique=("year", "levy_type")
    ):
        levy_type = None
        if row.optional_text("levy_type"):
            levy_type = require_known(row, "levy_type", levy_types)
        amount_idr = row.whole("amount_idr")
        if not amount_idr:
            raise row.bad("amount_idr", "must be more than zero")
        values = {
            "amount_idr": amount_idr,
            "source": row.text("source"),
            "verified": row.yes_no("verified"),
        }
        key = {"year": row.whole("year"), "levy_type": levy_type}
        yield from upsert(Target, key=key, values=values)[1]
