"""What a stranger's tools read from a PDF: text, pictures, QR, signatures."""

import subprocess
from io import BytesIO
from pathlib import Path

import zxingcpp
from PIL import Image


def text_of(pdf: bytes) -> str:
    """The text of all pages, runs of blanks as one."""
    done = subprocess.run(
        ["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return " ".join(done.stdout.decode().split())


def picture_of(pdf: bytes, dots_per_inch: int = 203) -> Image.Image:
    """The first page, by default as a pocket printer's 8 dots a millimetre."""
    done = subprocess.run(
        ["pdftoppm", "-r", str(dots_per_inch), "-png", "-f", "1", "-l", "1", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    )
    return Image.open(BytesIO(done.stdout)).convert("L")


def read_by_zxing(picture: Image.Image) -> list[str]:
    """The QR codes that zxing-cpp sees."""
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def read_by_zbar(picture: Image.Image, folder: Path) -> list[str]:
    """The QR codes that zbar sees."""
    file = folder / "picture.png"
    picture.save(file)
    done = subprocess.run(
        ["zbarimg", "--quiet", "--raw", str(file)], capture_output=True, check=False
    )
    return done.stdout.decode().split()


def pdfsig(pdf: bytes, folder: Path) -> str:
    """What poppler says about the signatures."""
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdfsig", str(file)], capture_output=True, check=False)
    return done.stdout.decode()
