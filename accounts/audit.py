"""Writes the audit log: who did what to which thing, when, why. The only writer."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from accounts.models import AuditEvent, Person
from kernel.personal import holds_personal_data


class PersonalDataRefused(ValueError):
    """A NIK or a telephone number was about to be kept for ever."""


def record(
    *,
    actor: Person | None,
    action: str,
    subject: str,
    facts: Mapping[str, object],
    now: datetime,
    reason: str = "",
) -> None:
    """Add one line, inside the caller's transaction. No actor: the machine itself.

    `action` is a past-tense event ("receipt_voided"), `subject` names the thing
    ("receipt:81"), `facts` are its values before and after. Rows are never changed
    (trigger and grants) and are sealed later by `accounts.chain`.

    Raises:
        PersonalDataRefused: a text holds a NIK or a telephone number.
    """
    for text in _texts([subject, reason, facts]):
        if holds_personal_data(text):
            raise PersonalDataRefused(f"{action}: the audit log keeps no NIK")
    AuditEvent.objects.create(
        at=now,
        actor=actor,
        action=action,
        subject=subject,
        facts=dict(facts),
        reason=reason,
    )


def _texts(value: object) -> Iterator[str]:
    """Every text and number inside a value of JSON, names included.

    What a name ending in `_idr` tells is an amount: Rp 62.812.345.678 calls nobody.
    """
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield str(name)
            if not (type(inner) is int and str(name).endswith("_idr")):
                yield from _texts(inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for inner in value:
            yield from _texts(inner)
    else:
        yield str(value)
