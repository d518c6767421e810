"""Cleaning a file that somebody sent, and keeping it. The only writer of Upload."""

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import IO

from django.db import connection

from kernel.identifiers import opaque_code
from uploads.limits import MEGABYTE, RAW_MAX_BYTES
from uploads.models import KEPT_MAX_BYTES, MediaType, Upload
from uploads.services.documents import saved_anew
from uploads.services.pictures import drawn_anew
from uploads.services.refusals import KindRefused, UploadEmpty, UploadTooLarge

NAME_LONGEST = 100


class Kind(StrEnum):
    """What a question may ask for."""

    PICTURE = "picture"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class CleanFile:
    """What may be kept of a file: safe to store and to show, not yet stored."""

    media_type: MediaType
    content: bytes
    name: str = ""
    width: int | None = None
    height: int | None = None
    page_count: int | None = None


def store_upload(
    *, file: IO[bytes] | bytes, allowed: Collection[Kind], name: str = "", now: datetime
) -> Upload:
    """Clean and keep in one step, for whoever has no transaction open meanwhile.

    Raises:
        UploadRefused: the file is not taken; its kinds say why.
    """
    return keep_file(file=clean_file(file=file, allowed=allowed, name=name), now=now)


def keep_file(*, file: CleanFile, now: datetime) -> Upload:
    """Store a clean file, in the caller's transaction; no two are one row."""
    return Upload.objects.create(
        code=opaque_code(),
        media_type=file.media_type.value,
        content=file.content,
        size=len(file.content),
        sha256=hashlib.sha256(file.content).hexdigest(),
        width=file.width,
        height=file.height,
        page_count=file.page_count,
        name=file.name,
        uploaded_at=now,
    )


def erase_files(ids: Sequence[int], *, now: datetime) -> int:
    """Erase bytes, name and hash of these files; how many had any.

    The one change a kept file knows: the database offers it as a function, and its
    trigger refuses every other one. The calling app says why, and has the right to.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT uploads_erase(%s, %s)", [list(ids), now])
        return int(cursor.fetchone()[0])


def clean_file(
    *, file: IO[bytes] | bytes, allowed: Collection[Kind], name: str = ""
) -> CleanFile:
    """What may be kept of it. Slow (12 megapixels: 0.5 s): outside transactions.

    The kind is read from the bytes; the name and what the browser claims decide
    nothing.

    Raises:
        UploadRefused: the file is not taken; its kinds say why.
    """
    raw = _read(file)
    kind = _kind_of(raw)
    if kind not in allowed:
        raise KindRefused
    plain = _plain(name)
    if kind is Kind.PICTURE:
        picture = drawn_anew(raw)
        return _bounded(
            CleanFile(
                MediaType.JPEG,
                picture.content,
                plain,
                width=picture.width,
                height=picture.height,
            )
        )
    document = saved_anew(raw)
    return _bounded(
        CleanFile(
            MediaType.PDF, document.content, plain, page_count=document.page_count
        )
    )


def _read(file: IO[bytes] | bytes) -> bytes:
    """All of it, and never more than one byte over the limit."""
    raw = file if isinstance(file, bytes) else file.read(RAW_MAX_BYTES + 1)
    if not raw:
        raise UploadEmpty
    if len(raw) > RAW_MAX_BYTES:
        raise UploadTooLarge(limit=RAW_MAX_BYTES // MEGABYTE)
    return raw


def _bounded(file: CleanFile) -> CleanFile:
    if len(file.content) > KEPT_MAX_BYTES:
        raise UploadTooLarge(limit=KEPT_MAX_BYTES // MEGABYTE)
    return file


def _kind_of(raw: bytes) -> Kind | None:
    """By the first bytes alone; a PDF hidden behind something else is none."""
    if raw.startswith(b"%PDF-"):
        return Kind.PDF
    is_webp = raw[:4] == b"RIFF" and raw[8:12] == b"WEBP"
    if raw.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or is_webp:
        return Kind.PICTURE
    return None


def _plain(name: str) -> str:
    """A file name without path, control characters and marks of direction."""
    last = re.split(r"[/\\]", name)[-1]
    printable = "".join(letter for letter in last if letter.isprintable())
    return printable.strip(" .")[-NAME_LONGEST:]
