"""QRIS payloads: read, build, checksum. Pure text; drawing them is papers.qr's.

Tag-length-value as EMVCo QRCPS-MPM 1.1 has it, with Indonesia's national template
`ID.CO.QRIS.WWW`. Reading is strict where money or trust hang on it (lengths, checksum,
amount, no tag twice) and lenient where real payloads vary (long names, order of tags,
`150000` and `150000.00`, lower-case checksum, unknown tags).
"""

import re
from binascii import crc_hqx
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kernel.money import Rupiah

NATIONAL_DOMAIN = "ID.CO.QRIS.WWW"
RUPIAH_CODE = "360"
# EMVCo allows 512 characters; a longer text is no QR that a phone reads.
LENGTH_MAX = 512
MERCHANT_TEMPLATES = [f"{tag:02d}" for tag in range(26, 52)]
_AMOUNT = re.compile(r"(\d{1,13})(?:\.0{0,2})?")
_NMID = re.compile(r"ID\d{13}")

type Fields = Mapping[str, str]


class MalformedQris(ValueError):
    """The text is not a QRIS payload; the message says where it breaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merchant:
    """The payee as its acquirer registered it. Names are ASCII, upper case."""

    acquirer_domain: str
    pan: str
    number: str
    nmid: str
    name: str
    city: str
    postal_code: str
    category: str = "9399"
    criteria: str = "URE"
    terminal: str = "A01"


@dataclass(frozen=True, slots=True)
class QrisPayload:
    """What a payload says. `fields` are its tags in order, without the checksum."""

    fields: Fields

    @property
    def is_dynamic(self) -> bool:
        """One QR for one payment; a static one is printed and paid many times."""
        return self.fields.get("01") == "12"

    @property
    def is_foreign(self) -> bool:
        """Not payable by QRIS: no national template, or not in rupiah in Indonesia."""
        return (
            not self.nmid
            or self.fields.get("58", "ID") != "ID"
            or self.fields.get("53") != RUPIAH_CODE
        )

    @property
    def nmid(self) -> str:
        """The national merchant id, the only name of a payee worth comparing."""
        nmid = self._national.get("02", "")
        return nmid if _NMID.fullmatch(nmid) else ""

    @property
    def criteria(self) -> str:
        """The merchant's size class (UMI, UKE, UME, URE …)."""
        return self._national.get("03", "")

    @property
    def merchant_name(self) -> str:
        """The payee a wallet shows."""
        return self.fields.get("59", "")

    @property
    def merchant_city(self) -> str:
        """The payee's city a wallet shows."""
        return self.fields.get("60", "")

    @property
    def amount(self) -> Rupiah | None:
        """The fixed amount; None where the payer types it."""
        text = self.fields.get("54")
        return None if text is None else _read_amount(text)

    @property
    def bill_number(self) -> str:
        """The bill's number the payee put inside (62-01)."""
        return split(self.fields.get("62", "")).get("01", "")

    @property
    def asks_for_more(self) -> bool:
        """A tip or fee on top of the amount, which a government may not ask for."""
        return bool({"55", "56", "57"} & self.fields.keys())

    @property
    def _national(self) -> Fields:
        templates = (split(self.fields.get(tag, "")) for tag in MERCHANT_TEMPLATES)
        return next((t for t in templates if t.get("00") == NATIONAL_DOMAIN), {})


def checksum(text: str) -> str:
    """CRC-16/CCITT-FALSE as four upper-case hex digits ("123456789" gives 29B1)."""
    return f"{crc_hqx(text.encode(), 0xFFFF):04X}"


def split(text: str) -> Fields:
    """One level of tags, in order.

    Raises:
        MalformedQris: a length is no number or leads beyond the end, or a tag is twice.
    """
    fields: dict[str, str] = {}
    position = 0
    while position < len(text):
        head = text[position : position + 4]
        if not (len(head) == 4 and head.isascii() and head.isdigit()):
            raise MalformedQris(f"no tag and length at character {position}")
        tag, start = head[:2], position + 4
        position = start + int(head[2:])
        if position > len(text):
            raise MalformedQris(f"tag {tag} is cut off")
        if tag in fields:
            raise MalformedQris(f"tag {tag} stands twice")
        fields[tag] = text[start:position]
    return fields


def join(fields: Iterable[tuple[str, str]]) -> str:
    """One level of tags as text.

    Raises:
        MalformedQris: a tag is not two digits, or a value is longer than 99 characters.
    """
    return "".join(_field(tag, value) for tag, value in fields)


def parse(text: str) -> QrisPayload:
    """Read a payload, from a scanner or pasted.

    Raises:
        MalformedQris: lengths, checksum or amount are not as they must be.
    """
    payload = text.strip()
    if not 8 < len(payload) <= LENGTH_MAX:
        raise MalformedQris(f"a payload has at most {LENGTH_MAX} characters")
    if payload[-8:-4] != "6304":
        raise MalformedQris("the checksum (tag 63) is not at the end")
    if checksum(payload[:-4]) != payload[-4:].upper():
        raise MalformedQris("the checksum does not fit: a character was altered")
    read = QrisPayload(split(payload[:-8]))
    if next(iter(read.fields.items()), None) != ("00", "01"):
        raise MalformedQris("the payload does not begin with its format (tag 00)")
    if "54" in read.fields:
        _read_amount(read.fields["54"])
    for tag in [*MERCHANT_TEMPLATES, "62"]:
        split(read.fields.get(tag, ""))
    return read


def seal(fields: Iterable[tuple[str, str]]) -> str:
    """A whole payload: the fields and their checksum."""
    unsealed = join(fields) + "6304"
    return unsealed + checksum(unsealed)


def build(
    merchant: Merchant, *, amount: Rupiah | None = None, bill_number: str = ""
) -> str:
    """A dynamic payload for one amount; without an amount the merchant's static one.

    Raises:
        MalformedQris: a name is too long for a wallet, or the amount is not positive.
    """
    if len(merchant.name) > 25 or len(merchant.city) > 15:
        raise MalformedQris("a name has at most 25 characters, a city 15")
    if amount is not None and amount.amount <= 0:
        raise MalformedQris("an amount is positive")
    acquirer = join(
        [
            ("00", merchant.acquirer_domain),
            ("01", merchant.pan),
            ("02", merchant.number),
            ("03", merchant.criteria),
        ]
    )
    national = join(
        [("00", NATIONAL_DOMAIN), ("02", merchant.nmid), ("03", merchant.criteria)]
    )
    label = [("01", bill_number)] if bill_number else []
    return seal(
        [
            ("00", "01"),
            ("01", "11" if amount is None else "12"),
            ("26", acquirer),
            ("51", national),
            ("52", merchant.category),
            ("53", RUPIAH_CODE),
            *([] if amount is None else [("54", str(amount.amount))]),
            ("58", "ID"),
            ("59", merchant.name),
            ("60", merchant.city),
            ("61", merchant.postal_code),
            ("62", join([*label, ("07", merchant.terminal)])),
        ]
    )


def _field(tag: str, value: str) -> str:
    if not (len(tag) == 2 and tag.isascii() and tag.isdigit()):
        raise MalformedQris(f"{tag!r} is not a tag of two digits")
    if len(value) > 99:
        raise MalformedQris(f"tag {tag} is longer than 99 characters")
    return f"{tag}{len(value):02d}{value}"


def _read_amount(text: str) -> Rupiah:
    amount = _AMOUNT.fullmatch(text)
    if amount is None or not text.isascii():
        raise MalformedQris("the amount (tag 54) is not in whole rupiah")
    return Rupiah(int(amount[1]))
