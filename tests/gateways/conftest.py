"""The adapter against the simulator: another process, over real HTTP."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from kernel import clock
from kernel.identifiers import opaque_code
from kernel.money import Rupiah
from payments.gateways.midtrans import MidtransConfig, MidtransGateway
from payments.gateways.port import Order
from tests.simulator_processes import SERVER_KEY, Simulator, midtrans_simulator


@pytest.fixture(scope="session")
def simulator_process() -> Iterator[Simulator]:
    with midtrans_simulator() as simulator:
        yield simulator


@pytest.fixture
def simulator(simulator_process: Simulator) -> Simulator:
    """The simulator, with nothing in it and no faults."""
    simulator_process.control("reset")
    return simulator_process


@pytest.fixture
def config(simulator: Simulator) -> MidtransConfig:
    return MidtransConfig(server_key=SERVER_KEY, url=simulator.url)


@pytest.fixture
def midtrans(config: MidtransConfig) -> MidtransGateway:
    return MidtransGateway(config)


def order_for(channel: str, amount: int = 150_000, minutes: int = 15) -> Order:
    """An order of now, as request_payment makes one."""
    now = clock.now().astimezone(UTC).replace(microsecond=0)
    return Order(
        reference=f"RMP-{opaque_code()}",
        channel=channel,
        amount=Rupiah(amount),
        created_at=now,
        expires_at=now + timedelta(minutes=minutes),
        description="00000000012345",
    )


def nearly(instant: datetime | None, expected: datetime) -> bool:
    """Whether two clocks, read a moment apart, mean the same instant."""
    return instant is not None and abs(instant - expected) <= timedelta(seconds=2)
