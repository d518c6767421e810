"""What happens when: acts in the order of time, at each of which the clock stands."""

import heapq
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from config.demo.world import World, move_clock

type Act = Callable[[datetime], None]


class Agenda:
    """Acts yet to come; an act may add later ones. It counts each part's real time."""

    def __init__(self, world: World) -> None:
        self.milliseconds: Counter[str] = Counter()
        self._world = world
        self._acts: list[tuple[datetime, int, Act, str]] = []
        self._count = 0

    def at(self, instant: datetime, act: Act, part: str = "payments") -> None:
        """Let `act` happen at `instant`, after what was added for it before."""
        self._count += 1
        heapq.heappush(self._acts, (instant, self._count, act, part))

    def live(self, until: datetime) -> None:
        """Move the clock from act to act and on to `until`; later acts stay."""
        while self._acts and self._acts[0][0] <= until:
            instant, _, act, part = heapq.heappop(self._acts)
            now = self._move(instant)
            with self.measured(part):
                act(now)
        self._move(until)

    @contextmanager
    def measured(self, part: str) -> Iterator[None]:
        """Count the real time of what is done inside as that of a part."""
        started = time.monotonic_ns()
        yield
        self.milliseconds[part] += (time.monotonic_ns() - started) // 1_000_000

    def _move(self, instant: datetime) -> datetime:
        with self.measured("clock"):
            return move_clock(self._world, instant)
