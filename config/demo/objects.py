"""What the demo's people owe levies for: stalls in every market, houses in wards."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from city.models import Kelurahan, Market
from config.demo.names import name_of
from levies.interest import add_months
from levies.models import LevyObject, LevyType
from levies.services import NewObject, register_object, register_payer

SINCE = date(2026, 1, 1)
STALL_CLASS = "los"
HOUSEHOLD_CLASS = "rumah-tangga"
STALL_SIZES_DM2 = (400, 600, 625, 900, 1200)
STALLS_MIN, TRADERS_PER_STALL = 4, 16
# Of a market's places: covered stalls, shops with a door, and the open ground outside.
SHARES = (
    ("pasar", "los", 6),
    ("pasar-kios", "kios", 2),
    ("pasar-pelataran", "pelataran", 2),
)
SIGNS = {"los": "los", "kios": "kios", "pelataran": "lapak"}
HOUSES = (1, 2, 2, 3, 3, 4)
# So many months before this one lies a household's first bill.
MONTHS_BEFORE = (1, 1, 1, 1, 2, 2, 3)


@dataclass(frozen=True, slots=True)
class _Place:
    levy_code: str
    object_class: str
    unit: int


def make_objects(*, today: date, stalls_since: date = SINCE) -> None:
    """Register what is missing; what is there stays as it is."""
    known = set(LevyObject.objects.values_list("code", flat=True))
    levies = {levy.code: levy for levy in LevyType.objects.all()}
    for market in Market.objects.select_related("kelurahan").order_by("id"):
        for place in _places(market):
            if _code(market, place) not in known:
                _make_stall(levies[place.levy_code], market, place, stalls_since)
    for kelurahan in Kelurahan.objects.order_by("code"):
        for code in _houses(kelurahan):
            if code not in known:
                _make_household(levies["kebersihan"], kelurahan, code, today)


def _places(market: Market) -> Iterator[_Place]:
    """As many as the market has traders, in small; the first ones are covered."""
    count = max(STALLS_MIN, round(market.trader_count / TRADERS_PER_STALL))
    draw = Random(f"places:{market.code}")  # noqa: S311 (a demo's dice)
    weights = [weight for _, _, weight in SHARES]
    for unit in range(1, count + 1):
        levy_code, object_class, _ = (
            SHARES[0] if unit <= 2 else draw.choices(SHARES, weights)[0]
        )
        yield _Place(levy_code, object_class, unit)


def _houses(kelurahan: Kelurahan) -> Iterator[str]:
    """The codes of a ward's few houses."""
    draw = Random(f"houses:{kelurahan.code}")  # noqa: S311 (a demo's dice)
    for number in range(1, draw.choice(HOUSES) + 1):
        yield f"rumah-{kelurahan.code.replace('.', '')}-{number}"


def _code(market: Market, place: _Place) -> str:
    return f"{market.code}-{place.unit:03d}"


def _make_stall(levy: LevyType, market: Market, place: _Place, since: date) -> None:
    code = _code(market, place)
    draw = Random(f"stall:{code}")  # noqa: S311 (a demo's dice)
    # Markets without a known kelurahan register their traders with the office.
    kelurahan = market.kelurahan or Kelurahan.objects.order_by("code")[0]
    register_object(
        payer=register_payer(
            code=f"demo-{code}", name=name_of(code), kelurahan=kelurahan
        ),
        new=NewObject(
            code=code,
            levy_type=levy,
            object_class=place.object_class,
            label=f"{market.name}, {SIGNS[place.object_class]} {place.unit:03d}",
            valid_from=since,
            market=market,
            kelurahan=market.kelurahan,
            size_dm2=draw.choice(STALL_SIZES_DM2),
        ),
    )


def _make_household(
    levy: LevyType, kelurahan: Kelurahan, code: str, today: date
) -> None:
    draw = Random(f"household:{code}")  # noqa: S311 (a demo's dice)
    since = add_months(today.replace(day=1), -draw.choice(MONTHS_BEFORE))
    register_object(
        payer=register_payer(
            code=f"demo-{code}", name=name_of(code), kelurahan=kelurahan
        ),
        new=NewObject(
            code=code,
            levy_type=levy,
            object_class=HOUSEHOLD_CLASS,
            label=f"Rumah tangga, Kelurahan {kelurahan.name}",
            valid_from=since,
            kelurahan=kelurahan,
        ),
    )
