"""How a figure is taken and told: interleaved runs, medians, one ratio."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the bench: ours against the floor, and whether the budget holds."""

    job: str
    floor: str
    ours: str
    ratio: float
    budget: str
    holds: bool

    def __str__(self) -> str:
        mark = "✔" if self.holds else "✘ misses"
        return (
            f"{self.job:<34} floor {self.floor:>12}  ours {self.ours:>12}  "
            f"ratio {self.ratio:5.2f}  budget {self.budget:<10} {mark}"
        )


def seconds_each(run: Callable[[], object], times: int) -> float:
    """The median seconds of one call."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        run()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def interleaved(
    floor: Callable[[], None], ours: Callable[[], None], *, rounds: int, times: int
) -> tuple[float, float]:
    """Median seconds of floor and ours, measured in turns so that noise hits both."""
    floors, mine = [], []
    for _ in range(rounds):
        floors.append(seconds_each(floor, times))
        mine.append(seconds_each(ours, times))
    return statistics.median(floors), statistics.median(mine)


def milliseconds(seconds: float) -> str:
    """Seconds as a person reads them."""
    return f"{seconds * 1000:.2f} ms"
