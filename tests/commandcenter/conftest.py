"""A small city whose figures are looked at."""

import pytest

from tests.levies.samples import SmallCity, small_city


@pytest.fixture
def city(db: None) -> SmallCity:
    return small_city()
