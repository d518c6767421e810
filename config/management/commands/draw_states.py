"""Prints docs/states.md: the tables of states, drawn. `manage.py draw_states > …`."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any

from django.core.management.base import BaseCommand

from complaints import transitions as reports
from levies import transitions as bills
from payments import transitions as payments
from payments.collection import transitions as cash
from permits import transitions as applications

HEAD = """# States

Drawn from the `transitions.py` of each app by
`manage.py draw_states > docs/states.md`; a test compares the two. Each edge carries the
event that justifies it. Nothing else moves a state.
"""


class Command(BaseCommand):
    """Data on stdout: the page in Markdown with Mermaid diagrams."""

    help = "Draw the state tables as Mermaid diagrams."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print the page."""
        self.stdout.write(page(), ending="")


def page() -> str:
    """The whole page."""
    return "\n".join(
        [
            HEAD,
            _section("Payment", payments.TRANSITIONS, "created", payments.TERMINAL),
            _section("Bill", bills.TRANSITIONS, "draft", bills.TERMINAL),
            *(
                _section(name, table, first, cash.TERMINAL[name])
                for name, table, first in cash.TABLES
            ),
            _section("Report", reports.TRANSITIONS, "submitted", reports.TERMINAL),
            _section(
                "Application",
                applications.TRANSITIONS,
                "draft",
                applications.TERMINAL,
            ),
        ]
    )


def _section(
    name: str,
    transitions: Mapping[tuple[Any, Any], str],
    first: str,
    terminal: Collection[StrEnum],
) -> str:
    edges = [f"    {a} --> {b}: {event}" for (a, b), event in transitions.items()]
    ends = [f"    {state} --> [*]" for state in sorted(terminal)]
    drawn = ["```mermaid", "stateDiagram-v2", f"    [*] --> {first}", *edges, *ends]
    return "\n".join([f"## {name}", "", *drawn, "```", ""])
