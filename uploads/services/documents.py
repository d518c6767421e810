"""PDFs are saved anew without anything that acts, hides or reaches outside. Pure."""

from io import BytesIO
from typing import NamedTuple

import pikepdf
from pikepdf.sanitize import Sanitizer

from uploads.limits import PDF_MAX_PAGES
from uploads.services.refusals import PdfBroken, PdfEncrypted, PdfTooLong

SCRUBBER = (
    Sanitizer()
    .remove_javascript()
    .remove_external_access()
    .remove_attachments()
    .remove_multimedia()
    .remove_web_capture()
    .remove_private_app_data()
    .remove_search_index()
    .remove_thumbnails()
    .remove_collection()
)
# What a page needs to be read and printed. The rest of the catalogue acts or hides.
CATALOGUE = {"/Type", "/Version", "/Pages", "/Lang", "/OCProperties", "/Outlines"}
BROKEN = (
    pikepdf.PdfError,
    pikepdf.PikepdfError,
    RuntimeError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
)


class Document(NamedTuple):
    """A PDF as it is kept."""

    content: bytes
    page_count: int


def saved_anew(raw: bytes) -> Document:
    """The PDF without scripts, actions, attachments, forms' logic and metadata.

    Raises:
        PdfEncrypted, PdfBroken, PdfTooLong: nothing to keep.
    """
    try:
        with pikepdf.open(BytesIO(raw), suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise PdfEncrypted
            return _scrubbed(pdf)
    except pikepdf.PasswordError:
        raise PdfEncrypted from None
    except BROKEN:
        raise PdfBroken from None


def _scrubbed(pdf: pikepdf.Pdf) -> Document:
    page_count = len(pdf.pages)
    if page_count == 0:
        raise PdfBroken
    if page_count > PDF_MAX_PAGES:
        raise PdfTooLong(pages=page_count, pages_max=PDF_MAX_PAGES)
    SCRUBBER.apply(pdf)
    for key in set(pdf.Root.keys()) - CATALOGUE:
        del pdf.Root[key]
    for page in pdf.pages:
        for key in {"/AA", "/Metadata"} & set(page.obj.keys()):
            del page.obj[key]
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    saved = BytesIO()
    pdf.save(
        saved,
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )
    return Document(saved.getvalue(), page_count)
