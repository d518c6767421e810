"""The sample bills satisfy the table's own constraints."""

import pytest

from city import selectors
from tests.levies import samples


@pytest.mark.django_db
def test_the_sample_city_bills_a_stall_and_a_household() -> None:
    stall = samples.stall_bill()
    waste = samples.waste_skrd()
    assert (stall.amount_idr, stall.state, stall.skrd) == (18_000, "expected", None)
    assert (waste.amount_idr, waste.state) == (10_000, "assessed")
    assert samples.stall_bill().pk == stall.pk
    assert selectors.profile().name == "Uji"
    assert str(selectors.zone()) == "Asia/Jayapura"
