"""Refusals of the rules of permits; their sentences: config.refusals."""

from kernel.errors import Conflict, RempahError


class PermitTypeClosed(Conflict):
    """The city takes no new applications of this type."""

    code = "permit_type_closed"


class ApplicationNotEditable(Conflict):
    """It is with the office or finished; nothing is asked of the applicant now."""

    code = "application_not_editable"


class ItemNotAsked(Conflict):
    """This page or paper was accepted, or the type does not ask for it."""

    code = "item_not_asked"


class ItemsMissing(RempahError):
    """Something that must be given is missing, or was asked again; `items` names it."""

    code = "items_missing"


class ApplicationMovedOn(Conflict):
    """Somebody changed the application after this page was opened."""

    code = "application_moved_on"


class ReviewIncomplete(RempahError):
    """Not every part has a verdict that allows this; `items` names them."""

    code = "review_incomplete"


class NothingToCorrect(RempahError):
    """An application is sent back with at least one part to correct."""

    code = "nothing_to_correct"


class CorrectionNeedsNote(RempahError):
    """Whoever must correct a part is told what is wrong with it."""

    code = "correction_needs_note"


class NotFavoured(Conflict):
    """The checker advised against it: reject it, or send it back to the checker."""

    code = "application_not_favoured"


class PlaceTaken(Conflict):
    """The place is another trader's, or is kept for an earlier application."""

    code = "place_taken"
