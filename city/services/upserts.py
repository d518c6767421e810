"""Bringing reference rows to what a file says, and telling what changed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Model


@dataclass(frozen=True, slots=True)
class Change:
    """One row that was added, changed (in these fields) or removed."""

    what: Literal["added", "changed", "removed"]
    row: str
    fields: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        """The first word of the row's name."""
        return self.row.split(maxsplit=1)[0]

    def __str__(self) -> str:
        return f"{self.what} {self.row}" + (
            f": {', '.join(self.fields)}" if self.fields else ""
        )


def upsert[M: Model](
    model: type[M], *, key: Mapping[str, Any], values: Mapping[str, Any]
) -> tuple[M, list[Change]]:
    """The row of this key, made or changed to hold these values; at most one change."""
    name = f"{model._meta.model_name} {' '.join(str(part) for part in key.values())}"
    row = model._default_manager.filter(**key).first()
    if row is None:
        made = model._default_manager.create(**key, **values)
        return made, [Change("added", name)]
    different = [field for field in values if getattr(row, field) != values[field]]
    if not different:
        return row, []
    for field in different:
        setattr(row, field, values[field])
    row.save(update_fields=different)
    return row, [Change("changed", name, tuple(different))]


def remove_others[M: Model](
    model: type[M], *, field: str, kept: Collection[object]
) -> list[Change]:
    """Remove rows that no file names any more; for tables nothing points at."""
    removed = []
    for row in model._default_manager.exclude(**{f"{field}__in": kept}):
        removed.append(Change("removed", f"{model._meta.model_name} {row}"))
        row.delete()
    return removed
