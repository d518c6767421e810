"""Pictures are drawn anew, so that nothing but their pixels is kept. Pure."""

import struct
import zlib
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageOps

from uploads.limits import JPEG_MAX_PIXELS, LONGEST_SIDE, OTHER_MAX_PIXELS
from uploads.services.refusals import (
    PictureAnimated,
    PictureBroken,
    PictureTooManyPixels,
)

QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")
# A JPEG followed by its smaller self (MPO) is what many cameras write; it is no film.
STILL = ("JPEG", "MPO")
WHITE = (255, 255, 255)
# What Pillow raises on bytes that are no picture after all.
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    OverflowError,
    struct.error,
    zlib.error,
)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class Picture(NamedTuple):
    """A picture as it is kept."""

    content: bytes
    width: int
    height: int


def drawn_anew(raw: bytes) -> Picture:
    """The picture as a JPEG of at most 1,600 pixels a side, upright, with no metadata.

    What a file carries besides its pixels (position, a page, an archive) is not copied.

    Raises:
        PictureBroken, PictureAnimated, PictureTooManyPixels: nothing to keep.
    """
    try:
        with Image.open(BytesIO(raw), formats=FORMATS) as image:
            _require_drawable(image)
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            image.load()
            upright = ImageOps.exif_transpose(image)
            return _as_jpeg(upright)
    except BOMBS:
        raise PictureTooManyPixels from None
    except BROKEN:
        raise PictureBroken from None


def _require_drawable(image: Image.Image) -> None:
    is_still = image.format in STILL
    if image.width * image.height > (JPEG_MAX_PIXELS if is_still else OTHER_MAX_PIXELS):
        raise PictureTooManyPixels
    if not is_still and getattr(image, "n_frames", 1) > 1:
        raise PictureAnimated


def _as_jpeg(image: Image.Image) -> Picture:
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    if image.has_transparency_data:
        with_alpha = image.convert("RGBA")
        image = Image.new("RGB", image.size, WHITE)
        image.paste(with_alpha, mask=with_alpha.getchannel("A"))
    drawn = BytesIO()
    # A picture of its own: what the file said about itself stays behind.
    plain = Image.new("RGB", image.size, WHITE)
    plain.paste(image.convert("RGB"))
    plain.save(drawn, "JPEG", quality=QUALITY, optimize=True)
    return Picture(drawn.getvalue(), *image.size)
