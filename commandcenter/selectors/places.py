"""The city's own names for the ids of a roll-up, and its map."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from city.models import Kelurahan, Market
from commandcenter.tiles import Cell, Island, aside, islands
from levies.models import LevyType
from payments.models import Channel

ACROSS = 4


@dataclass(frozen=True, slots=True)
class Ward:
    """A kelurahan with its place on the map; no island: nobody knows where it lies."""

    id: int
    code: str
    name: str
    kecamatan: str
    cell: Cell
    has_place: bool


@dataclass(frozen=True, slots=True)
class CityMap:
    """Every kelurahan once, and places for money of none.

    `islands`: without the largest, with their kecamatan.
    """

    wards: Sequence[Ward]
    islands: Sequence[tuple[Island, str]]
    aside: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id, and the channels' labels by code."""

    levies: Mapping[int, str]
    markets: Mapping[int, str]
    channels: Mapping[str, str]


def names() -> Names:
    """What the ids of a roll-up are called."""
    return Names(
        levies=dict(LevyType.objects.order_by("id").values_list("id", "name")),
        markets=dict(Market.objects.order_by("id").values_list("id", "name")),
        channels={one.value: str(one.label) for one in Channel},
    )


def city_map(*, spare: int) -> CityMap:
    """The city's kelurahan as tiles; those without coordinates in rows below.

    There too are `spare` places more, for money of which nobody knows the kelurahan.
    """
    found = list(Kelurahan.objects.select_related("kecamatan").order_by("code"))
    # A drawing needs no exact degrees; money never comes near them.
    places = tuple(
        (one.code, (float(one.latitude), float(one.longitude)))
        for one in found
        if one.latitude is not None and one.longitude is not None
    )
    drawn = islands(places)
    cells = {code: cell for island in drawn for code, cell in island.cells.items()}
    unplaced = [one.code for one in found if one.code not in cells]
    free = aside(len(unplaced) + spare, cells.values(), across=ACROSS)
    below = dict(zip(unplaced, free, strict=False))
    kecamatan = {one.code: one.kecamatan.name for one in found}
    return CityMap(
        wards=[
            Ward(
                id=one.pk,
                code=one.code,
                name=one.name,
                kecamatan=one.kecamatan.name,
                cell=cells.get(one.code) or below[one.code],
                has_place=one.code in cells,
            )
            for one in found
        ],
        islands=[
            (island, ", ".join(sorted({kecamatan[code] for code in island.cells})))
            for island in drawn[1:]
        ],
        aside=free[len(unplaced) :],
    )
