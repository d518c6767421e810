"""QRIS payloads: worked examples byte for byte, real ones, and everything altered."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.money import Rupiah
from payments.qris import (
    MalformedQris,
    Merchant,
    build,
    checksum,
    join,
    parse,
    seal,
    split,
)

MERCHANT = Merchant(
    acquirer_domain="ID.CO.BANKCONTOH.WWW",
    pan="936001310000000017",
    number="000000000000017",
    nmid="ID1026000000017",
    name="BPPRD KOTA TERNATE",
    city="TERNATE",
    postal_code="97711",
)
STATIC = (
    "00020101021126720020ID.CO.BANKCONTOH.WWW011893600131000000001702150000000000000"
    "170303URE51440014ID.CO.QRIS.WWW0215ID10260000000170303URE5204939953033605802ID59"
    "18BPPRD KOTA TERNATE6007TERNATE61059771162070703A016304144A"
)
DYNAMIC = (
    "00020101021226720020ID.CO.BANKCONTOH.WWW011893600131000000001702150000000000000"
    "170303URE51440014ID.CO.QRIS.WWW0215ID10260000000170303URE5204939953033605406150"
    "0005802ID5918BPPRD KOTA TERNATE6007TERNATE61059771162250114RTR260000001230703A01"
    "6304F2C2"
)


def test_builds_the_static_example_byte_for_byte() -> None:
    assert build(MERCHANT) == STATIC
    assert len(STATIC) == 218


def test_builds_the_dynamic_example_byte_for_byte() -> None:
    built = build(MERCHANT, amount=Rupiah(150_000), bill_number="RTR26000000123")
    assert built == DYNAMIC
    assert len(DYNAMIC) == 246


def test_the_checksum_has_its_published_check_value() -> None:
    assert checksum("123456789") == "29B1"


def test_reads_what_a_payer_and_a_patrol_must_know() -> None:
    read = parse(DYNAMIC)
    assert read.is_dynamic
    assert not read.is_foreign
    assert read.nmid == "ID1026000000017"
    assert read.criteria == "URE"
    assert read.merchant_name == "BPPRD KOTA TERNATE"
    assert read.merchant_city == "TERNATE"
    assert read.amount == Rupiah(150_000)
    assert read.bill_number == "RTR26000000123"
    assert not read.asks_for_more


def test_a_static_payload_has_no_amount() -> None:
    read = parse(STATIC)
    assert not read.is_dynamic
    assert read.amount is None
    assert read.bill_number == ""


def test_refuses_any_one_altered_character() -> None:
    for index, character in enumerate(DYNAMIC):
        altered = "0" if character != "0" else "1"
        with pytest.raises(MalformedQris):
            parse(DYNAMIC[:index] + altered + DYNAMIC[index + 1 :])


def test_refuses_a_payload_that_was_cut_off_anywhere() -> None:
    for length in range(len(DYNAMIC)):
        with pytest.raises(MalformedQris):
            parse(DYNAMIC[:length])


@pytest.mark.parametrize(
    ("amount", "read"),
    [("150000", 150_000), ("100000.00", 100_000), ("1.0", 1), ("5000.", 5_000)],
)
def test_reads_amounts_as_real_payloads_write_them(amount: str, read: int) -> None:
    fields = dict(split(DYNAMIC[:-8])) | {"54": amount}
    assert parse(seal(fields.items())).amount == Rupiah(read)


@pytest.mark.parametrize("amount", ["1e4", "-5", "10.50", "", "1,000", "٣", " 5"])
def test_refuses_amounts_that_are_not_whole_rupiah(amount: str) -> None:
    fields = dict(split(DYNAMIC[:-8])) | {"54": amount}
    with pytest.raises(MalformedQris, match="whole rupiah"):
        parse(seal(fields.items()))


def test_is_lenient_where_real_payloads_vary() -> None:
    fields = dict(split(DYNAMIC[:-8]))
    fields["59"] = "PEMERINTAH KOTA YANG NAMANYA SANGAT PANJANG 1"
    fields["80"] = "unknown to us"
    payload = seal(fields.items())
    read = parse(f"  {payload[:-4]}{payload[-4:].lower()}\n")
    assert read.merchant_name.endswith("PANJANG 1")
    assert read.fields["80"] == "unknown to us"


def test_calls_a_payload_of_another_country_or_without_nmid_foreign() -> None:
    fields = dict(split(DYNAMIC[:-8]))
    without_national = {tag: text for tag, text in fields.items() if tag != "51"}
    assert parse(seal((fields | {"58": "SG"}).items())).is_foreign
    assert parse(seal((fields | {"53": "702"}).items())).is_foreign
    assert parse(seal(without_national.items())).is_foreign


def test_names_a_payload_that_asks_for_a_tip() -> None:
    fields = dict(split(DYNAMIC[:-8])) | {"55": "01"}
    assert parse(seal(fields.items())).asks_for_more


def test_refuses_a_tag_that_stands_twice() -> None:
    with pytest.raises(MalformedQris, match="54 stands twice"):
        parse(seal([*split(DYNAMIC[:-8]).items(), ("54", "1")]))


def test_refuses_to_build_what_a_wallet_cannot_show() -> None:
    with pytest.raises(MalformedQris):
        build(MERCHANT, amount=Rupiah(0))
    with pytest.raises(MalformedQris):
        join([("59", "x" * 100)])
    with pytest.raises(MalformedQris):
        join([("5", "x")])


tags = st.integers(2, 61).map("{:02d}".format)
values = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=99)


@settings(max_examples=60)
@given(st.dictionaries(tags, values, max_size=6))
def test_one_level_of_tags_survives_the_round_trip(fields: dict[str, str]) -> None:
    assert split(join(fields.items())) == fields


@settings(max_examples=60)
@given(
    amount=st.integers(1, 10_000_000),
    bill_number=st.text("ABCRT0123456789", max_size=25),
)
def test_what_is_built_is_read_back(amount: int, bill_number: str) -> None:
    payload = build(MERCHANT, amount=Rupiah(amount), bill_number=bill_number)
    read = parse(payload)
    assert read.amount == Rupiah(amount)
    assert read.bill_number == bill_number
    assert seal(read.fields.items()) == payload


@settings(max_examples=100)
@given(st.text(max_size=80))
def test_any_other_text_is_refused_and_never_breaks(text: str) -> None:
    with pytest.raises(MalformedQris):
        parse(text)
