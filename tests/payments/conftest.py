"""A small city, its bills, and the gateway's simulator behind the real adapter."""

from collections.abc import Iterator

import pytest

from payments.gateways import registry
from payments.gateways.midtrans import MidtransConfig, MidtransGateway
from tests.levies.samples import SmallCity, small_city
from tests.simulator_processes import SERVER_KEY, Simulator, midtrans_simulator


@pytest.fixture(scope="session")
def simulator_process() -> Iterator[Simulator]:
    with midtrans_simulator() as simulator:
        yield simulator


@pytest.fixture
def simulator(simulator_process: Simulator) -> Iterator[Simulator]:
    """The simulator, empty and without faults, as the gateway of this test."""
    simulator_process.control("reset")
    before = registry.gateway("midtrans")
    config = MidtransConfig(
        server_key=SERVER_KEY,
        url=simulator_process.url,
        connect_seconds=0.5,
        read_seconds=1,
    )
    registry.register(MidtransGateway(config))
    yield simulator_process
    registry.register(before)


@pytest.fixture
def city(db: None) -> SmallCity:
    return small_city()
