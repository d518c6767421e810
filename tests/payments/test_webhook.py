"""The machine edge: what is stored, what is answered, and what it never does."""

import hashlib
from io import BytesIO
from time import monotonic, sleep

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import IntegrityError, connections, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from payments import webhooks
from payments.models import Delivery, Payment
from payments.services import deliveries as delivery_services
from payments.transitions import PaymentState
from tests.levies.samples import stall_bill
from tests.payments.deliveries import edited, notification
from tests.payments.samples import requested
from tests.simulator_processes import Simulator

PATH = "/webhooks/midtrans/"


@pytest.fixture
def payment(city: None, simulator: Simulator) -> Payment:
    return requested(stall_bill())


def post(body: bytes, path: str = PATH) -> int:
    client = Client(enforce_csrf_checks=True)
    return client.post(path, body, content_type="application/json").status_code


@pytest.mark.parametrize("path", [PATH, PATH.rstrip("/")])
def test_a_genuine_body_is_stored_as_it_came_with_and_without_the_slash(
    payment: Payment, path: str
) -> None:
    body = notification(payment)
    assert post(body, path) == 200
    delivery = Delivery.objects.get()
    assert bytes(delivery.body) == body
    assert bytes(delivery.sha256) == hashlib.sha256(body).digest()
    assert delivery.is_genuine
    assert delivery.processed_at is None


def test_the_same_body_is_stored_once_and_answered_alike(payment: Payment) -> None:
    assert [post(notification(payment)) for _ in range(3)] == [200] * 3
    assert Delivery.objects.count() == 1


def test_nothing_is_believed_or_asked_while_it_is_answered(
    payment: Payment, simulator: Simulator
) -> None:
    simulator.control("faults", error_500=1.0)
    assert post(notification(payment)) == 200
    assert simulator.read("/_control/faults").json()["struck"] == {}
    payment.refresh_from_db()
    assert payment.state == PaymentState.AWAITING_PAYER


@pytest.mark.parametrize(
    "body",
    [
        b"junk",
        b"{}",
        b"\x00\xff",
        b"[1]",
    ],
)
def test_what_nobody_signed_is_stored_as_forged_and_refused(
    payment: Payment, body: bytes
) -> None:
    assert post(body) == 403
    assert not Delivery.objects.get().is_genuine


def test_a_forged_or_altered_body_is_refused(payment: Payment) -> None:
    genuine = notification(payment)
    assert post(notification(payment, key="SB-Mid-server-GUESSED")) == 403
    assert post(edited(genuine, gross_amount="1.00")) == 403
    assert post(edited(genuine, order_id="RMP-another")) == 403
    assert Delivery.objects.filter(is_genuine=False).count() == 3


def test_a_body_of_65_kib_is_refused_and_not_stored(payment: Payment) -> None:
    genuine = notification(payment)
    assert post(genuine + b" " * (64 * 1024 - len(genuine))) == 200
    assert post(genuine + b" " * (65 * 1024 - len(genuine))) == 413
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize(
    ("announced", "status"),
    [("10", 403), ("5000", 400), ("99999999", 413), ("x", 400), ("²", 400)],
)
def test_a_length_that_lies_harms_nobody(
    payment: Payment, announced: str, status: int
) -> None:
    body = BytesIO(notification(payment))
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": PATH,
        "CONTENT_LENGTH": announced,
        "wsgi.input": body,
    }
    request = WSGIRequest(environ)
    assert webhooks.midtrans(request).status_code == status
    assert not Delivery.objects.filter(is_genuine=True).exists()


@pytest.mark.parametrize("method", ["get", "put", "delete", "head", "options"])
def test_only_post_is_allowed(payment: Payment, method: str) -> None:
    assert getattr(Client(), method)(PATH).status_code == 405


def test_an_empty_body_is_a_bad_request(payment: Payment) -> None:
    assert post(b"") == 400
    assert not Delivery.objects.exists()


def test_storing_costs_one_statement(
    payment: Payment, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    body = notification(payment)
    with django_assert_num_queries(1):
        assert post(body) == 200


def test_without_a_database_it_asks_to_come_again(
    payment: Payment, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = notification(payment)
    settings_dict = connections["default"].settings_dict
    connections["default"].close()
    monkeypatch.setitem(settings_dict, "HOST", "/nowhere")
    assert post(body) == 503


def test_a_flood_of_junk_is_stored_only_up_to_a_number_an_hour(
    payment: Payment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery_services, "FORGED_PER_HOUR_MAX", 3)
    assert {post(b"junk %d" % number) for number in range(6)} == {403}
    assert Delivery.objects.count() == 3
    assert post(notification(payment)) == 200


def test_the_bell_rings_at_once_and_once_more_after_a_burst() -> None:
    rings: list[float] = []
    bell = webhooks.BurstBell(lambda: rings.append(monotonic()), quiet_milliseconds=50)
    bell.ring()
    assert len(rings) == 1
    for _ in range(100):
        bell.ring()
    last = monotonic()
    sleep(0.2)
    assert len(rings) == 2
    assert 0 < rings[1] - last <= 0.15
    bell.ring()
    assert len(rings) == 3


@pytest.mark.parametrize(
    "change", [{"body": b"x"}, {"is_genuine": False}, {"sha256": b"x"}]
)
def test_what_came_is_never_changed(
    payment: Payment, change: dict[str, object]
) -> None:
    post(notification(payment))
    with pytest.raises(IntegrityError, match="keeps what came"), transaction.atomic():
        Delivery.objects.update(**change)
