"""A small city, a cache with nobody counted in it."""

import pytest

from tests.complaints.samples import small_city


@pytest.fixture
def city(db: None, empty_cache: None) -> None:
    small_city()
