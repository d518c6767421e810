"""Misbehaviour on demand, drawn from one seeded source so that it can be repeated."""

from random import Random
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

type Chance = Annotated[int | float, Field(ge=0)]
type Seconds = Annotated[float, Field(ge=0)]

AnswerFault = Literal[
    "hang", "reset", "html_502", "error_500", "list_body", "truncated", "slow_drip"
]
ANSWER_FAULTS: tuple[AnswerFault, ...] = (
    "hang",
    "reset",
    "html_502",
    "error_500",
    "list_body",
    "truncated",
    "slow_drip",
)
HAPPENS_ANYWAY: frozenset[AnswerFault] = frozenset({"truncated", "slow_drip"})
"""Faults of the answer alone: the work behind them is always done."""


class Plan(BaseModel):
    """What may go wrong. A fraction is a rate; a whole number n strikes the next n.

    `1.0` strikes always, `1` once.
    """

    model_config = ConfigDict(extra="forbid")

    seed: int | None = None

    drop: Chance = 0
    duplicate: Chance = 0
    reorder: Chance = 0
    delay: Chance = 0
    forge: Chance = 0
    """A notification that the gateway never sent is slipped in before the true one."""
    delay_seconds: Seconds = 60
    reorder_seconds: Seconds = 1
    """How long a reordered notification is held back, so that later ones pass it."""

    hang: Chance = 0
    reset: Chance = 0
    html_502: Chance = 0
    error_500: Chance = 0
    list_body: Chance = 0
    truncated: Chance = 0
    slow_drip: Chance = 0
    hang_seconds: Seconds = 65
    drip_seconds: Seconds = 0.5
    """Pause between two bytes of a slow answer."""
    after: bool = False
    """Whether an answer fault strikes after the work was done, so that only the answer
    is lost."""
    path: str = ""
    """Answer faults strike only paths that contain this ("charge", "status")."""

    refuse_refund: Chance = 0


class Faults:
    """Decides, call by call, what goes wrong; counts what it did."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.random = Random(seed)
        self.plan = Plan()
        self.struck: dict[str, int] = {}

    def set(self, plan: Plan) -> None:
        """Replace the whole plan; with a seed the dice start afresh."""
        self.plan = plan
        self.struck = {}
        if plan.seed is not None:
            self.random = Random(plan.seed)

    def clear(self) -> None:
        self.set(Plan(seed=self._seed))

    def strikes(self, name: str) -> bool:
        """Whether the named fault happens this time."""
        chance: Chance = getattr(self.plan, name)
        if isinstance(chance, int):
            happens = chance > 0
            if happens:
                setattr(self.plan, name, chance - 1)
        else:
            happens = self.random.random() < chance
        if happens:
            self.struck[name] = self.struck.get(name, 0) + 1
        return happens

    def strike_answer(self, path: str) -> AnswerFault | None:
        if self.plan.path not in path:
            return None
        return next((name for name in ANSWER_FAULTS if self.strikes(name)), None)
