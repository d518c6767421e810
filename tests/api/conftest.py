"""The API over a small city and the simulated gateway."""

from tests.payments.conftest import city, simulator, simulator_process

__all__ = ["city", "simulator", "simulator_process"]
