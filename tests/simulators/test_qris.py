"""QRIS payloads byte for byte, and their checksum."""

import pytest

from simulators.midtrans.qr import (
    BadPayload,
    Merchant,
    crc,
    decode,
    encode,
    read_payload,
    write_payload,
)

CONTOH = Merchant(
    nmid="ID1026000000017",
    name="BPPRD KOTA TERNATE",
    city="TERNATE",
    postal_code="97711",
    acquirer_domain="ID.CO.BANKCONTOH.WWW",
    pan="936001310000000017",
    number="000000000000017",
)
STATIC = (
    "00020101021126720020ID.CO.BANKCONTOH.WWW0118936001310000000017021500000000000001"
    "70303URE51440014ID.CO.QRIS.WWW0215ID10260000000170303URE5204939953033605802ID"
    "5918BPPRD KOTA TERNATE6007TERNATE61059771162070703A016304144A"
)
DYNAMIC = (
    "00020101021226720020ID.CO.BANKCONTOH.WWW0118936001310000000017021500000000000001"
    "70303URE51440014ID.CO.QRIS.WWW0215ID10260000000170303URE52049399530336054061500"
    "005802ID5918BPPRD KOTA TERNATE6007TERNATE61059771162250114RTR260000001230703A01"
    "6304F2C2"
)


def test_the_checksum_has_the_published_check_value() -> None:
    assert crc("123456789") == "29B1"


def test_writes_the_static_and_the_dynamic_example() -> None:
    assert write_payload(CONTOH) == STATIC
    bill = [("01", "RTR26000000123")]
    assert write_payload(CONTOH, 150_000, bill) == DYNAMIC


def test_reads_what_a_wallet_shows() -> None:
    payload = read_payload(DYNAMIC)
    assert (payload.payee, payload.city) == ("BPPRD KOTA TERNATE", "TERNATE")
    assert (payload.amount, payload.nmid) == (150_000, "ID1026000000017")
    assert read_payload(STATIC).is_static
    assert encode(list(decode(DYNAMIC).items())) == DYNAMIC


@pytest.mark.parametrize("position", range(0, len(DYNAMIC), 7))
def test_refuses_a_payload_with_one_altered_character(position: int) -> None:
    other = "X" if DYNAMIC[position] != "X" else "Y"
    with pytest.raises(BadPayload):
        read_payload(DYNAMIC[:position] + other + DYNAMIC[position + 1 :])


@pytest.mark.parametrize("text", ["", "6304", "hello", DYNAMIC[:-9], "é" * 20])
def test_refuses_what_is_no_payload(text: str) -> None:
    with pytest.raises(BadPayload):
        read_payload(text)
