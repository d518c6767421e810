"""Loading a city. Nothing else writes the city's rows."""

from city.services.files import BadCityFile, Row, read_rows, require_known
from city.services.places import AnotherCityLoaded, load_places
from city.services.upserts import Change, remove_others, upsert

__all__ = [
    "AnotherCityLoaded",
    "BadCityFile",
    "Change",
    "Row",
    "load_places",
    "read_rows",
    "remove_others",
    "require_known",
    "upsert",
]
