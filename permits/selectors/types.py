"""Which permit types there are: of each code the newest version."""

from kernel.errors import NotFound
from permits.models import PermitType


class PermitTypeUnknown(NotFound):
    """No permit type of this city has the code."""

    code = "permit_type_unknown"


def current_types() -> list[PermitType]:
    """The newest version of every type, by name."""
    newest = (
        PermitType.objects.select_related("opd")
        .order_by("code", "-version")
        .distinct("code")
    )
    return sorted(newest, key=lambda one: str(one.content["name"]))


def current_type(code: str) -> PermitType:
    """The newest version of one type.

    Raises:
        PermitTypeUnknown: there is none.
    """
    versions = PermitType.objects.select_related("opd").filter(code=code)
    newest = versions.order_by("-version").first()
    if newest is None:
        raise PermitTypeUnknown
    return newest
