"""What the pages of one application share: its link, its steps, what may be changed."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from permits.models import Application, Part
from permits.transitions import ApplicationState


def link_of(request: HttpRequest, application: Application) -> str:
    """The secret link, whole, to be kept by the applicant."""
    path = reverse("permits:application", kwargs={"token": application.token})
    return request.build_absolute_uri(path)


def steps_of(
    application: Application, current: str, parts: Mapping[str, Part]
) -> dict[str, Any] | None:
    """Which step of how many; none while a correction is made."""
    if application.state != ApplicationState.DRAFT:
        return None
    pages = application.permit_type.definition.pages
    items = [page.item for page in pages]
    number = items.index(current) + 1 if current in items else len(items) + 1
    back = None
    if number > 1:
        page = pages[number - 2]
        back = reverse(
            "permits:questions", kwargs={"token": application.token, "page": page.code}
        )
    label = _("Langkah %(number)d dari %(all)d") % {
        "number": number,
        "all": len(items) + 2,
    }
    return {"label": label, "back": back}
