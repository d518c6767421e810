"""The drawn states are those of the tables."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command

PAGE = Path(__file__).parents[2] / "docs" / "states.md"


def test_the_page_of_states_is_drawn_from_the_tables() -> None:
    drawn = StringIO()
    call_command("draw_states", stdout=drawn, skip_checks=True)
    assert drawn.getvalue() == PAGE.read_text(), (
        "the tables have changed: manage.py draw_states > docs/states.md"
    )
