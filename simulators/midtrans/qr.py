"""QRIS payloads as EMVCo writes them (merchant presented), and their picture.

Tags after "Spesifikasi QRIS" and EMVCo QRCPS-MPM 1.1: two digits of tag, two of length,
the value; 63 carries CRC-16/CCITT-FALSE over everything before its own value.
"""

import io
from binascii import crc_hqx
from dataclasses import dataclass

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.pil import PilImage

type Fields = list[tuple[str, str]]

NATIONAL = "ID.CO.QRIS.WWW"


class BadPayload(ValueError):
    """The text is not a QRIS payload; the message says where it breaks."""


@dataclass(frozen=True)
class Merchant:
    """The payee as its acquirer has registered it."""

    nmid: str
    name: str
    city: str
    postal_code: str
    mcc: str = "9399"
    criteria: str = "URE"
    acquirer_domain: str = "COM.GO-JEK.WWW"
    pan: str = "936009140000000001"
    number: str = "000000000000001"


@dataclass(frozen=True)
class Payload:
    """What a wallet reads from a QR before it asks the payer."""

    is_static: bool
    nmid: str
    payee: str
    city: str
    amount: int | None


def crc(text: str) -> str:
    """CRC-16/CCITT-FALSE, four upper-case hex digits ("123456789" gives 29B1)."""
    return f"{crc_hqx(text.encode('ascii'), 0xFFFF):04X}"


def encode(fields: Fields) -> str:
    return "".join(f"{tag}{len(value):02d}{value}" for tag, value in fields)


def decode(text: str) -> dict[str, str]:
    """Split one level of tags; raises BadPayload where the lengths do not add up."""
    fields: dict[str, str] = {}
    position = 0
    while position < len(text):
        tag, length = text[position : position + 2], text[position + 2 : position + 4]
        if not (length.isascii() and length.isdigit() and len(length) == 2):
            raise BadPayload(f"no length at character {position + 2}")
        start, position = position + 4, position + 4 + int(length)
        if position > len(text):
            raise BadPayload(f"tag {tag} is cut off")
        fields[tag] = text[start:position]
    return fields


def write_payload(
    merchant: Merchant, amount: int | None = None, additional: Fields | None = None
) -> str:
    """A dynamic payload for one amount, or the merchant's static one without it."""
    acquirer = [
        ("00", merchant.acquirer_domain),
        ("01", merchant.pan),
        ("02", merchant.number),
        ("03", merchant.criteria),
    ]
    national = [("00", NATIONAL), ("02", merchant.nmid), ("03", merchant.criteria)]
    fields = [
        ("00", "01"),
        ("01", "11" if amount is None else "12"),
        ("26", encode(acquirer)),
        ("51", encode(national)),
        ("52", merchant.mcc),
        ("53", "360"),
        *([] if amount is None else [("54", str(amount))]),
        ("58", "ID"),
        ("59", merchant.name),
        ("60", merchant.city),
        ("61", merchant.postal_code),
        ("62", encode([*(additional or []), ("07", "A01")])),
    ]
    unsealed = encode(fields) + "6304"
    return unsealed + crc(unsealed)


def read_payload(text: str) -> Payload:
    """Read what a wallet shows; raises BadPayload for anything that is not QRIS."""
    if not text.isascii() or text[-8:-4] != "6304" or crc(text[:-4]) != text[-4:]:
        raise BadPayload("the checksum does not fit")
    fields = decode(text)
    national = decode(fields.get("51", ""))
    if national.get("00") != NATIONAL:
        raise BadPayload("there is no national merchant template (tag 51)")
    amount = fields.get("54", "").removesuffix(".00")
    if amount and not amount.isdigit():
        raise BadPayload("the amount (tag 54) is not in whole rupiah")
    return Payload(
        is_static=fields.get("01") == "11",
        nmid=national.get("02", ""),
        payee=fields.get("59", ""),
        city=fields.get("60", ""),
        amount=int(amount) if amount else None,
    )


def draw(payload: str) -> bytes:
    """The payload as a PNG with its quiet zone."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=8, border=4)
    code.add_data(payload)
    picture = io.BytesIO()
    code.make_image(image_factory=PilImage).save(picture, format="PNG")
    return picture.getvalue()
