"""Questions about permit types and applications. No write."""

from permits.selectors.applications import (
    ApplicationUnknown,
    Clock,
    abandoned_before,
    application_by_number,
    application_by_token,
    applications_in_queue,
    clock_of,
    events_of,
    near_silence,
    past_deadline,
)
from permits.selectors.levy import (
    expected_levy,
    first_month,
    kept_answers,
    levy_case,
    size_of,
)
from permits.selectors.parts import (
    GivenItem,
    answers_of,
    asked_again,
    current_parts,
    editable_items,
    items_of,
    missing_items,
    part_with_file,
)
from permits.selectors.summary import ApplicationsSummary, applications_summary
from permits.selectors.types import (
    PermitTypeUnknown,
    current_type,
    current_types,
)

__all__ = [
    "ApplicationUnknown",
    "ApplicationsSummary",
    "Clock",
    "GivenItem",
    "PermitTypeUnknown",
    "abandoned_before",
    "answers_of",
    "application_by_number",
    "application_by_token",
    "applications_in_queue",
    "applications_summary",
    "asked_again",
    "clock_of",
    "current_parts",
    "current_type",
    "current_types",
    "editable_items",
    "events_of",
    "expected_levy",
    "first_month",
    "items_of",
    "kept_answers",
    "levy_case",
    "missing_items",
    "near_silence",
    "part_with_file",
    "past_deadline",
    "size_of",
]
