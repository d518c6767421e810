"""A gateway and a bank as real processes, a merchant that listens, and its client."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import midtransclient
import pytest

from tests.simulator_processes import (
    SERVER_KEY,
    Simulator,
    bank_simulator,
    midtrans_simulator,
)

type Charge = Callable[..., dict[str, Any]]

VA_CHANNELS = ["bca", "bni", "bri", "permata"]
CHANNELS = ["qris", *VA_CHANNELS, "mandiri_bill"]


@dataclass(frozen=True)
class Received:
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class Merchant:
    """Takes notifications, and answers as the test has laid out."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    """Status and headers of the next answers; 200 when there are none."""

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [one.body for one in self.received]

    def seen(self, key: str = "transaction_status") -> list[object]:
        return [body.get(key) for body in self.bodies]


class _Handler(BaseHTTPRequestHandler):
    merchant: Merchant

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        headers = dict(self.headers.items())
        merchant = self.merchant
        merchant.received.append(Received(self.path, headers, json.loads(raw)))
        status, headers = merchant.answers.pop(0) if merchant.answers else (200, {})
        self.send_response(status)
        for name, value in {"Content-Length": "0", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Keep the output of the tests quiet."""


@pytest.fixture(scope="session")
def listening_merchant() -> Iterator[Merchant]:
    merchant = Merchant()
    handler = type("Handler", (_Handler,), {"merchant": merchant})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        merchant.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield merchant
        server.shutdown()
        thread.join()


@pytest.fixture
def merchant(listening_merchant: Merchant) -> Merchant:
    """The merchant's side of the notifications, with nothing received yet."""
    listening_merchant.received.clear()
    listening_merchant.answers.clear()
    return listening_merchant


@pytest.fixture(scope="session")
def running_bank() -> Iterator[Simulator]:
    with bank_simulator() as simulator:
        yield simulator


@pytest.fixture(scope="session")
def running_gateway(
    listening_merchant: Merchant, running_bank: Simulator
) -> Iterator[Simulator]:
    notify = f"{listening_merchant.url}/hook"
    with midtrans_simulator(notify=notify, bank=running_bank.url) as simulator:
        yield simulator


@pytest.fixture
def bank(running_bank: Simulator) -> Simulator:
    """A bank with nothing on its books, on real time."""
    running_bank.control("reset")
    return running_bank


@pytest.fixture
def gateway(running_gateway: Simulator, merchant: Merchant) -> Simulator:
    """A gateway that knows nothing yet, on real time, without faults."""
    running_gateway.control("reset")
    return running_gateway


def client_of(
    simulator: Simulator, key: str = SERVER_KEY, **headers: str
) -> midtransclient.CoreApi:
    """The real client; only its base URL is another."""
    client = midtransclient.CoreApi(server_key=key, custom_headers=headers)
    client.api_config.CORE_SANDBOX_BASE_URL = simulator.url
    return client


@pytest.fixture
def client(gateway: Simulator) -> midtransclient.CoreApi:
    return client_of(gateway)


def charge_body(channel: str, order_id: str, amount: int) -> dict[str, Any]:
    """What a merchant sends to be paid over a channel."""
    body: dict[str, Any] = {
        "transaction_details": {"order_id": order_id, "gross_amount": amount}
    }
    match channel:
        case "qris":
            return body | {"payment_type": "qris", "qris": {"acquirer": "gopay"}}
        case "mandiri_bill":
            details = {"bill_info1": "Retribusi", "bill_info2": "Kios 12"}
            return body | {"payment_type": "echannel", "echannel": details}
    return body | {"payment_type": "bank_transfer", "bank_transfer": {"bank": channel}}


@pytest.fixture
def charge(client: midtransclient.CoreApi) -> Charge:
    """Charge over a channel with the real client; further keys go into the body."""

    def charge(
        channel: str = "qris",
        order_id: str = "RTR-1",
        amount: int = 150_000,
        **extra: object,
    ) -> dict[str, Any]:
        body = charge_body(channel, order_id, amount) | extra
        answer: dict[str, Any] = client.charge(body)
        return answer

    return charge
