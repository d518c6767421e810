"""Refunds: which channel, how much, how long, and the two notices of each."""

import midtransclient
import pytest

from tests.simulator_processes import Simulator
from tests.simulators.conftest import Charge, Merchant

DAY_SECONDS = 86_400


def refused_code(client: midtransclient.CoreApi, **refund: object) -> str:
    with pytest.raises(midtransclient.MidtransAPIError) as refused:
        client.transactions.refund("RTR-1", refund)
    code: str = refused.value.api_response_dict["status_code"]
    return code


@pytest.fixture
def paid(gateway: Simulator, charge: Charge) -> str:
    """A QRIS payment of Rp 150.000 from another issuer's wallet."""
    charge()
    gateway.control("pay", order_id="RTR-1")
    return "RTR-1"


def test_parts_add_up_to_the_whole(client: midtransclient.CoreApi, paid: str) -> None:
    part = client.transactions.refund(
        paid, {"refund_key": "a", "amount": 50_000, "reason": "keliru"}
    )
    assert (part["transaction_status"], part["refund_amount"]) == (
        "partial_refund",
        "50000.00",
    )
    assert isinstance(part["refund_chargeback_id"], int)
    rest = client.transactions.refundDirect(paid, {"refund_key": "b"})
    assert rest["transaction_status"] == "refund"
    status = client.transactions.status(paid)
    assert status["refund_amount"] == "150000.00"
    methods = [refund["refund_method"] for refund in status["refunds"]]
    assert methods == ["offline", "online"]


@pytest.mark.parametrize(
    ("refund", "code"),
    [
        ({"amount": 150_001}, "414"),
        ({"amount": 0}, "414"),
        ({"amount": 10.5}, "400"),
        ({"refund_key": "a b"}, "400"),
    ],
)
def test_refuses_a_wrong_refund(
    refund: dict[str, object], code: str, client: midtransclient.CoreApi, paid: str
) -> None:
    assert refused_code(client, **refund) == code


def test_a_key_refunds_once(client: midtransclient.CoreApi, paid: str) -> None:
    client.transactions.refund(paid, {"refund_key": "a", "amount": 1_000})
    assert refused_code(client, refund_key="a", amount=1_000) == "406"


def test_what_is_not_paid_cannot_be_refunded(
    client: midtransclient.CoreApi, charge: Charge
) -> None:
    charge()
    assert refused_code(client) == "412"


@pytest.mark.parametrize("channel", ["bca", "permata", "mandiri_bill"])
def test_an_account_number_cannot_be_paid_back(
    channel: str, gateway: Simulator, client: midtransclient.CoreApi, charge: Charge
) -> None:
    charge(channel)
    gateway.control("pay", order_id="RTR-1")
    assert refused_code(client) == "412"


@pytest.mark.parametrize(
    ("issuer", "days", "is_open"),
    [("dana", 6, True), ("dana", 8, False), ("gopay", 44, True), ("gopay", 46, False)],
)
def test_the_window_depends_on_whose_wallet_paid(
    issuer: str,
    days: int,
    is_open: bool,
    gateway: Simulator,
    client: midtransclient.CoreApi,
    charge: Charge,
) -> None:
    charge()
    gateway.control("pay", order_id="RTR-1", issuer=issuer)
    gateway.control("clock", offset_seconds=days * DAY_SECONDS)
    # Money of today, so that the balance is not what refuses.
    gateway.control("unknown", amount=150_000)
    if is_open:
        answer = client.transactions.refund("RTR-1", {})
        assert answer["transaction_status"] == "refund"
    else:
        assert refused_code(client) == "414"


def test_what_is_paid_out_cannot_be_refunded_from_nothing(
    gateway: Simulator, client: midtransclient.CoreApi, paid: str
) -> None:
    gateway.control("clock", offset_seconds=6 * DAY_SECONDS)
    assert gateway.transaction(paid)["payout_id"]
    assert refused_code(client) == "414"


def test_each_refund_is_told_twice(
    gateway: Simulator, merchant: Merchant, client: midtransclient.CoreApi, paid: str
) -> None:
    client.transactions.refund(paid, {"refund_key": "a"})
    gateway.control("refund-confirm", order_id=paid)
    gateway.control("drain")
    first, second = merchant.bodies[-2:]
    assert first["transaction_status"] == second["transaction_status"] == "refund"
    assert first["status_code"] == "200"
    assert "bank_confirmed_at" not in first["refunds"][0]
    assert second["refunds"][0]["bank_confirmed_at"]


def test_a_provider_may_refuse_and_the_money_stays(
    gateway: Simulator, client: midtransclient.CoreApi, paid: str
) -> None:
    gateway.control("faults", refuse_refund=1)
    answer = client.transactions.refundDirect(paid, {"refund_key": "a"})
    assert (answer["status_code"], answer["transaction_status"]) == (
        "202",
        "settlement",
    )
    retried = client.transactions.refundDirect(paid, {"refund_key": "a"})
    assert retried["transaction_status"] == "refund"
