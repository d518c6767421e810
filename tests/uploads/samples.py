"""Files that people, and people who mean harm, send."""

import random
import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any

import pikepdf
from PIL import Image

POSITION = 34853  # EXIF's pointer to GPS values.
ORIENTATION = 274


def picture(
    size: tuple[int, int] = (640, 480), kind: str = "JPEG", **saving: object
) -> bytes:
    """A photo of nothing, with grain so that it does not shrink to a colour."""
    grain = random.Random(5).randbytes(64 * 48 * 3)
    small = Image.frombytes("RGB", (64, 48), grain)
    return saved(small.resize(size), kind, **saving)


def saved(image: Image.Image, kind: str = "JPEG", **saving: object) -> bytes:
    file = BytesIO()
    image.save(file, kind, **saving)
    return file.getvalue()


def picture_with_position(orientation: int = 6) -> bytes:
    """What a telephone writes: where, on its side, by whose camera."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "Kamera-Siti"
    exif.get_ifd(POSITION).update(
        {1: "N", 2: (0.0, 47.0, 24.0), 3: "E", 4: (127.0, 22.0, 1.0)}
    )
    return picture((800, 400), exif=exif, comment=b"rumah Siti")


def animated(kind: str) -> bytes:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    file = BytesIO()
    frames[0].save(file, kind, save_all=True, append_images=frames[1:])
    return file.getvalue()


def two_in_one_of_a_camera() -> bytes:
    """An MPO: the photo and its small self, as many telephones write it."""
    frames = [
        Image.new("RGB", (200, 100), "green"),
        Image.new("RGB", (20, 10), "green"),
    ]
    file = BytesIO()
    frames[0].save(file, "MPO", save_all=True, append_images=frames[1:])
    return file.getvalue()


def png_bomb(side: int = 30_000) -> bytes:
    """A few kilobytes that claim, and would unpack to, nine hundred million pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        check = zlib.crc32(name + body)
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(side // 8 + 1) * 100))
        + chunk(b"IEND", b"")
    )


def archive() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr("jahat.html", "<script>alert(1)</script>")
    return file.getvalue()


def document(pages: int = 1) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(300, 400))
    return pdf


def document_bytes(pdf: pikepdf.Pdf, **saving: Any) -> bytes:
    file = BytesIO()
    pdf.save(file, **saving)
    return file.getvalue()


def document_full_of_traps() -> bytes:
    """Scripts, a launch, an attachment, a form that sends itself away, metadata."""
    pdf = document()
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('jahat')")
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")
    pdf.Root.OpenAction = pdf.make_indirect(script)
    pdf.Root.AA = pikepdf.Dictionary(WC=script)
    pdf.Root.AcroForm = pikepdf.Dictionary(
        Fields=pikepdf.Array(), XFA=pikepdf.String("<xdp>jahat</xdp>")
    )
    pdf.attachments["jahat.exe"] = b"MZ-jahat"
    pdf.docinfo["/Author"] = "Siti"
    page = pdf.pages[0]
    page.obj.AA = pikepdf.Dictionary(O=launch)
    page.obj.Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Link,
                Rect=[0, 0, 100, 100],
                A=launch,
            )
        ]
    )
    return document_bytes(pdf)


def document_bomb() -> bytes:
    """A stream of objects that unpacks to a quarter of a gigabyte."""
    pdf = document()
    pdf.pages[0].Contents = pdf.make_stream(b" " * (256 * 1024 * 1024))
    return document_bytes(pdf, recompress_flate=True)
