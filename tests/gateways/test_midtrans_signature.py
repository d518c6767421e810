"""Signatures of notifications: published vectors, and everything that is none."""

import hashlib
import json

import pytest

from payments.gateways.midtrans import MidtransConfig, MidtransGateway
from payments.gateways.port import UnreadableBody

KEY = "SB-Mid-server-TESTKEY"
GATEWAY = MidtransGateway(MidtransConfig(server_key=KEY))
# order_id RTR-2026-000123-1, amount 150000.00: SHA-512 by status code.
VECTORS = {
    "200": "78631af2382bbba96df62d38f78976201ca63ed6f9162bbe2eb359de0fc2f0700d092f40070"
    "fbf336d735aee331f9b98a370220ab89522edc5726b20ff57e51f",
    "201": "52a25a03b8bdf21f82b1646017295e4d1d245976c19fd4f1529d625b025470cbdb033a161fa"
    "9dc2f954e04050e196e65ed1f6025b30c8a876b7f7eb46006a7af",
    "202": "244bd9121b73b1c17e82c81b77af7a76072a48e85b949c051f7580a1d0db287fc25e9413fc4"
    "626d3518349bba0466831790b0b4a6f345b2548840aedda4a771f",
    "407": "1c84d70b7de5b778c35505313d053b82aa42252fde17133fe6765841af6fd4f310753d66dbd"
    "8cd521346e2d44a4fc8451484cb43a54e9903b83f5b4a4597de2d",
}


def body(code: str = "200", changes: dict[str, object] | None = None) -> bytes:
    document = {
        "order_id": "RTR-2026-000123-1",
        "status_code": code,
        "gross_amount": "150000.00",
        "signature_key": VECTORS[code],
        "transaction_status": "settlement",
        **(changes or {}),
    }
    return json.dumps(document).encode()


@pytest.mark.parametrize("code", sorted(VECTORS))
def test_the_published_vectors_are_signed(code: str) -> None:
    assert GATEWAY.check_signature(body(code), {})


def test_a_key_that_is_being_replaced_still_counts() -> None:
    config = MidtransConfig(server_key="SB-Mid-server-NEW", previous_server_key=KEY)
    assert MidtransGateway(config).check_signature(body(), {})
    config = MidtransConfig(server_key="SB-Mid-server-NEW")
    assert not MidtransGateway(config).check_signature(body(), {})


def test_no_key_is_no_key_and_never_an_empty_one() -> None:
    unsigned = hashlib.sha512(b"RTR-2026-000123-1200150000.00").hexdigest()
    assert not GATEWAY.check_signature(body(changes={"signature_key": unsigned}), {})


@pytest.mark.parametrize(
    "changes",
    [
        {"gross_amount": "150000"},
        {"gross_amount": "1500000.00"},
        {"gross_amount": 150000.00},
        {"gross_amount": "1.5e5"},
        {"gross_amount": "150000.00 "},
        {"status_code": "201"},
        {"status_code": 200},
        {"order_id": "RTR-2026-000123-", "status_code": "1200"},
        {"order_id": "RTR-2026-000123-12", "status_code": "00"},
        {"order_id": "RTR-2026-000123-1\n"},
        {"order_id": None},
        {"signature_key": VECTORS["200"].upper()},
        {"signature_key": ""},
        {"signature_key": [VECTORS["200"]]},
    ],
)
def test_any_change_of_what_is_signed_is_forged(changes: dict[str, object]) -> None:
    assert not GATEWAY.check_signature(body(changes=changes), {})


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b"[]",
        b"not json",
        b"\x00\xff",
        body()[:-1] + b',"order_id":"RTR-2026-000123-1"}',
    ],
)
def test_what_is_no_object_with_every_key_once_is_forged(raw: bytes) -> None:
    assert not GATEWAY.check_signature(raw, {})


def test_a_hint_is_an_order_id_and_nothing_that_could_leave_a_path() -> None:
    assert GATEWAY.read_hint(body()).reference == "RTR-2026-000123-1"
    for reference in ("..", "a/b", "", None, "x" * 51):
        with pytest.raises(UnreadableBody):
            GATEWAY.read_hint(body(changes={"order_id": reference}))
