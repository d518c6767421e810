"""Prints docs/states.md: the tables of states, drawn. `manage.py draw_states > …`."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any

from django.core.management.base import BaseCommand

from levies import transitions as bills
from payments import transitions as payments

HEAD = """# States

Drawn from the tables in `payments/transitions.py` and `levies/transitions.py` by
`manage.py draw_states > docs/states.md`; a test compares the two. Each edge carries the
event that justifies it. Nothing else moves a state.
"""


class Command(BaseCommand):
    """Data on stdout: the page in Markdown with Mermaid diagrams."""

    help = "Draw the state tables of payments and bills as Mermaid diagrams."

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
