"""What may be kept of a file that came from outside, and what is refused."""

from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from config.refusals import sentence_of
from tests.uploads import samples
from uploads.limits import PDF_STREAM_MAX_BYTES, RAW_MAX_BYTES
from uploads.services import (
    CleanFile,
    Kind,
    KindRefused,
    PdfBroken,
    PdfEncrypted,
    PdfTooLong,
    PictureAnimated,
    PictureBroken,
    PictureTooManyPixels,
    UploadEmpty,
    UploadRefused,
    UploadTooLarge,
    clean_file,
)

EITHER = (Kind.PICTURE, Kind.PDF)


def cleaned(raw: bytes, name: str = "foto.jpg") -> CleanFile:
    return clean_file(file=BytesIO(raw), allowed=EITHER, name=name)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_kind_of_picture_becomes_a_jpeg(kind: str) -> None:
    file = cleaned(samples.picture(kind=kind))
    assert file.media_type == "image/jpeg"
    assert (file.width, file.height) == (640, 480)
    assert Image.open(BytesIO(file.content)).format == "JPEG"


def test_position_camera_and_comment_are_gone_and_the_picture_stands_upright() -> None:
    file = cleaned(samples.picture_with_position())
    image = Image.open(BytesIO(file.content))
    assert (file.width, file.height) == (400, 800)
    assert not image.getexif()
    assert "comment" not in image.info
    assert b"Siti" not in file.content
    assert b"Exif" not in file.content


def test_a_large_photo_is_drawn_at_sixteen_hundred_pixels() -> None:
    file = cleaned(samples.picture((4000, 3000)))
    assert (file.width, file.height) == (1600, 1200)
    assert len(file.content) < 1_000_000


def test_what_is_see_through_becomes_white() -> None:
    file = cleaned(samples.saved(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG"))
    assert Image.open(BytesIO(file.content)).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16"])
def test_every_way_to_write_a_pixel_is_read(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert cleaned(samples.saved(Image.new(mode, (30, 20)), kind)).width == 30


def test_a_camera_that_writes_two_pictures_in_one_gives_the_first() -> None:
    assert cleaned(samples.two_in_one_of_a_camera()).width == 200


@pytest.mark.parametrize("tail", [samples.archive(), b"<script>alert(1)</script>"])
def test_nothing_that_hides_behind_a_picture_is_kept(tail: bytes) -> None:
    """Telephones themselves append (a moving photo), so it is no ground to refuse."""
    file = cleaned(samples.picture() + tail)
    assert tail not in file.content
    assert b"script" not in file.content
    assert b"PK\x03\x04" not in file.content


@pytest.mark.parametrize(
    "raw",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89a" + bytes(40),
        samples.archive(),
        b"MZ" + bytes(100),
        b"<html>" + samples.picture(),
        b"\n%PDF-1.7 in disguise",
        samples.saved(Image.new("RGB", (9, 9)), "TIFF"),
    ],
)
def test_the_bytes_say_what_it_is_not_the_name(raw: bytes) -> None:
    with pytest.raises(KindRefused):
        cleaned(raw, name="foto.jpg")


def test_a_question_for_a_photo_takes_no_pdf() -> None:
    raw = samples.document_bytes(samples.document())
    with pytest.raises(KindRefused):
        clean_file(file=raw, allowed=[Kind.PICTURE])


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_refuses_a_moving_picture(kind: str) -> None:
    with pytest.raises(PictureAnimated):
        cleaned(samples.animated(kind))


def test_refuses_a_picture_that_unpacks_to_nine_hundred_million_pixels() -> None:
    with pytest.raises(PictureTooManyPixels):
        cleaned(samples.png_bomb())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_refuses_a_picture_that_was_cut(kind: str) -> None:
    raw = samples.picture(kind=kind)
    with pytest.raises(PictureBroken):
        cleaned(raw[: len(raw) // 2])


def test_refuses_nothing_and_too_much() -> None:
    with pytest.raises(UploadEmpty):
        cleaned(b"")
    with pytest.raises(UploadTooLarge):
        cleaned(samples.picture() + bytes(RAW_MAX_BYTES))


def test_never_reads_more_than_the_limit() -> None:
    stream = BytesIO(bytes(RAW_MAX_BYTES + 5000))
    with pytest.raises(UploadTooLarge):
        clean_file(file=stream, allowed=EITHER)
    assert stream.tell() == RAW_MAX_BYTES + 1


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\foto siti.jpg", "foto siti.jpg"),
        ("foto\x00\r\nSet-Cookie: a=b.jpg", "fotoSet-Cookie: a=b.jpg"),
        ("foto‮gpj.exe", "fotogpj.exe"),
        ("a" * 300 + ".jpg", "a" * 96 + ".jpg"),
        ("", ""),
    ],
)
def test_a_name_is_never_a_path(name: str, kept: str) -> None:
    assert cleaned(samples.picture(), name=name).name == kept


def test_a_pdf_loses_all_that_acts_and_keeps_its_pages() -> None:
    raw = samples.document_full_of_traps()
    file = cleaned(raw)
    assert (file.media_type, file.page_count) == ("application/pdf", 1)
    with pikepdf.open(BytesIO(file.content)) as pdf:
        assert not pdf.attachments
        assert not {"/OpenAction", "/AA", "/AcroForm", "/Names"} & set(pdf.Root.keys())
        (annotation,) = pdf.pages[0].obj.Annots
        assert "/A" not in annotation
        assert "/AA" not in pdf.pages[0].obj
        saved = samples.document_bytes(
            pdf,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    for trap in (b"jahat", b"JavaScript", b"Launch", b"calc.exe", b"XFA", b"Siti"):
        assert trap in raw or trap in (b"JavaScript", b"jahat", b"XFA", b"Siti")
        assert trap not in saved


def test_refuses_a_pdf_behind_a_password_or_with_restricted_rights() -> None:
    for password in ("rahasia", ""):
        locked = samples.document_bytes(
            samples.document(),
            encryption=pikepdf.Encryption(user=password, owner="pemilik"),
        )
        with pytest.raises(PdfEncrypted):
            cleaned(locked)


def test_refuses_a_pdf_of_too_many_pages() -> None:
    assert cleaned(samples.document_bytes(samples.document(30))).page_count == 30
    with pytest.raises(PdfTooLong) as refusal:
        cleaned(samples.document_bytes(samples.document(31)))
    assert "31" in sentence_of(refusal.value)[1]


@pytest.mark.parametrize(
    "raw",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + bytes(2000),
        samples.document_bytes(samples.document())[:200],
        b"%PDF-1.7\n" + samples.archive(),
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>",
    ],
)
def test_refuses_a_pdf_that_is_none(raw: bytes) -> None:
    with pytest.raises(PdfBroken):
        cleaned(raw)


def test_the_pdf_reader_of_this_process_unpacks_no_more_than_it_may() -> None:
    limits = pikepdf.settings.get_qpdf_limits()
    assert limits["flate_max_memory"] == PDF_STREAM_MAX_BYTES


def test_a_pdf_is_saved_anew_without_unpacking_its_streams() -> None:
    file = cleaned(samples.document_bomb())
    assert len(file.content) < 1_000_000


@given(
    raw=st.sampled_from(
        [
            samples.picture((60, 40)),
            samples.picture((60, 40), "PNG"),
            samples.picture((60, 40), "WEBP"),
            samples.document_full_of_traps(),
        ]
    ),
    changes=st.lists(st.tuples(st.integers(0), st.integers(0, 255)), max_size=12),
    length=st.integers(0, 20_000),
)
@settings(max_examples=300, deadline=None)
def test_any_damage_is_cleaned_or_refused_in_a_sentence(
    raw: bytes, changes: list[tuple[int, int]], length: int
) -> None:
    damaged = bytearray(raw)
    for place, value in changes:
        damaged[place % len(damaged)] = value
    try:
        file = cleaned(bytes(damaged[: max(length, 1)]))
    except UploadRefused as refusal:
        told = sentence_of(refusal)
    else:
        told = (file.name, file.media_type)
    assert all(told)
