"""Draws QR codes for paper and screen: one function, a text in, a small PNG out."""

from base64 import b64encode
from io import BytesIO

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M

QUIET_MODULES = 4
# The standard lets a writer choose among eight masks by a score that costs four fifths
# of the time. Every mask is valid, and every reader undoes it; a fixed one is as good
# on our signed texts, which look random anyway (docs/adr/0006).
MASK = 0


def qr_png(text: str, *, pixels_per_module: int = 1) -> bytes:
    """The text as a QR (level M) with its quiet zone: a PNG of one bit a pixel.

    One pixel a module is what WeasyPrint draws fastest; it is enlarged without blur by
    `image-rendering: pixelated`. A file people save wants more pixels.

    Raises:
        ValueError: the text is empty, or longer than a QR can hold.
    """
    if not text:
        raise ValueError("a QR code holds a text")
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, mask_pattern=MASK)
    code.add_data(text, optimize=0)
    code.make()
    image = _image(code.modules)
    if pixels_per_module > 1:
        size = image.width * pixels_per_module
        image = image.resize((size, size), Image.Resampling.NEAREST)
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def qr_data_uri(text: str) -> str:
    """The same as an address that a page or a paper can hold in itself."""
    return f"data:image/png;base64,{b64encode(qr_png(text)).decode()}"


def _image(modules: list[list[bool]]) -> Image.Image:
    """Rows packed to bits, most significant first, as Pillow reads them."""
    size = len(modules) + 2 * QUIET_MODULES
    row_bytes = -(-size // 8)
    white = (1 << size) - 1
    quiet = [white] * QUIET_MODULES
    rows = [*quiet, *(_row(row, size, white) for row in modules), *quiet]
    shift = row_bytes * 8 - size
    packed = b"".join((row << shift).to_bytes(row_bytes) for row in rows)
    return Image.frombytes("1", (size, size), packed)


def _row(modules: list[bool], size: int, white: int) -> int:
    first = size - 1 - QUIET_MODULES
    dark = sum(1 << (first - place) for place, is_dark in enumerate(modules) if is_dark)
    return white ^ dark
