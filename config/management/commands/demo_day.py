"""Move the demo's clock: `demo_day --next`, or tell it to the simulators again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from city.selectors import zone
from config.demo.days import live_until, next_day
from config.demo.world import World
from kernel import clock


class Command(BaseCommand):
    """One clock for site, gateway and bank; without a movable clock it refuses."""

    help = "Move the demo to its next day and run what falls due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--next", action="store_true", help="go to the next day")
        parser.add_argument(
            "--tell", action="store_true", help="only tell the simulators the time"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["next"]:
                live_until(next_day())
            elif options["tell"]:
                World().tell_time()
        except clock.ClockIsFixed:
            raise CommandError(
                "This start has no movable clock (REMPAH_CLOCK_FILE is not set)."
            ) from None
        now = clock.now().astimezone(zone())
        self.stdout.write(f"{now:%Y-%m-%d %H:%M} {zone()}")
