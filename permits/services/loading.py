"""Loading permit types: a changed file is a new version, an old one never changes."""

import hashlib
import json
import tomllib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from pydantic import ValidationError

from city.models import Opd
from city.services import BadCityFile, Change
from levies.models import Tariff
from permits.definitions import Definition
from permits.models import PermitType

FOLDER = "permit_types"


@transaction.atomic
def load_permit_types(folder: Path, *, now: datetime) -> list[Change]:
    """Bring the permit types to what the city's files say; tells what changed.

    Needs the city's places and levies first. Safe to repeat: a file that says the same
    adds nothing. A file that is gone leaves its type as it was: close it by is_open.

    Raises:
        BadCityFile: a file cannot be loaded; nothing was changed.
    """
    changes: list[Change] = []
    seen: dict[str, str] = {}
    for path in sorted((folder / FOLDER).glob("*.toml")):
        name = f"{FOLDER}/{path.name}"
        definition = read_definition(path, name)
        if definition.code in seen:
            raise _bad(name, "code", f"is that of {seen[definition.code]}")
        seen[definition.code] = name
        _require_known(definition, name)
        changes += _keep(definition, now)
    return changes


def read_definition(path: Path, name: str) -> Definition:
    """One file as the schema knows it.

    Raises:
        BadCityFile: not UTF-8 or TOML, or a field does not fit: named by its path.
    """
    try:
        text = path.read_text(encoding="utf-8")
        content = tomllib.loads(text)
    except UnicodeDecodeError:
        raise _bad(name, "-", "the file is not UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise _bad(name, "-", str(error)) from None
    try:
        return Definition.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        problem = first["msg"].removeprefix("Value error, ")
        raise BadCityFile(
            file=name,
            line=_line_of(text, first["loc"]),
            field=_path_of(first["loc"]),
            problem=problem,
        ) from None


def _keep(definition: Definition, now: datetime) -> list[Change]:
    content: dict[str, Any] = definition.model_dump(mode="json")
    if not definition.english:
        del content["english"]
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    sha256 = hashlib.sha256(canonical.encode()).hexdigest()
    versions = PermitType.objects.filter(code=definition.code).order_by("-version")
    newest = versions.first()
    if newest is not None and newest.sha256 == sha256:
        return []
    version = newest.version + 1 if newest else 1
    PermitType.objects.create(
        code=definition.code,
        version=version,
        opd=Opd.objects.get(code=definition.opd),
        content=content,
        sha256=sha256,
        loaded_at=now,
    )
    return [Change("added", f"permittype {definition.code} version {version}")]


def _require_known(definition: Definition, name: str) -> None:
    """What the file refers to is in this city: its office, levies and classes."""
    if not Opd.objects.filter(code=definition.opd).exists():
        raise _bad(name, "opd", f"{definition.opd!r} is not known")
    step = definition.assess
    for number, case in enumerate(step.cases if step else ()):
        tariffs = Tariff.objects.filter(
            levy_type__code=case.levy_type, object_class=case.object_class
        )
        if not tariffs.exists():
            problem = f"no tariff of {case.levy_type!r} for {case.object_class!r}"
            raise _bad(name, f"workflow.assess.cases[{number}]", problem)
        if step and step.size is None and tariffs.filter(unit="m2").exists():
            problem = f"the tariff of {case.object_class!r} is per m²"
            raise _bad(name, "workflow.assess.size", problem)


def _path_of(location: Sequence[int | str]) -> str:
    """`pages[1].questions[0].kind`; the file itself when the whole does not fit."""
    path = "".join(
        f"[{part}]" if isinstance(part, int) else f".{part}" for part in location
    )
    return path.lstrip(".") or "-"


def _line_of(text: str, location: Sequence[int | str]) -> int:
    """The line of the table or key the path leads to, as far as it can be found."""
    lines = text.splitlines()
    at, table = 0, ""
    for place, part in enumerate(location):
        if isinstance(part, int):
            heads = [n for n, line in enumerate(lines) if line == f"[[{table}]]"]
            later = [n for n in heads if n >= at]
            at = later[part] if part < len(later) else at
            continue
        table = f"{table}.{part}" if table else part
        is_last = place == len(location) - 1
        keys = [
            n for n in range(at, len(lines)) if lines[n].split("=")[0].strip() == part
        ]
        at = keys[0] if is_last and keys else at
    return at + 1


def _bad(name: str, field: str, problem: str) -> BadCityFile:
    return BadCityFile(file=name, line=1, field=field, problem=problem)
