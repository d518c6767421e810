"""A kept file is one row that nobody changes, and an answer that only shows itself."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory

from config.sentences import SENTENCES
from tests.uploads import samples
from uploads.forms import UploadField
from uploads.limits import REQUEST_MAX_BYTES, RequestTooLarge, bounded_body
from uploads.models import Upload
from uploads.selectors import UploadUnknown, upload_by_code
from uploads.services import Kind, refusals, store_upload
from uploads.views import upload_answer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def kept(raw: bytes | None = None) -> Upload:
    return store_upload(
        file=raw or samples.picture(),
        allowed=[Kind.PICTURE, Kind.PDF],
        name="siti.jpg",
        now=NOW,
    )


def test_keeps_the_bytes_their_hash_and_an_opaque_code() -> None:
    one, two = kept(), kept()
    assert one.sha256 == two.sha256
    assert one.code != two.code
    again = upload_by_code(one.code)
    assert bytes(again.content).startswith(b"\xff\xd8\xff")
    assert (again.size, again.is_picture) == (len(bytes(again.content)), True)


def test_an_unknown_code_is_not_found() -> None:
    with pytest.raises(UploadUnknown):
        upload_by_code("tidakadaitu1")


@pytest.mark.parametrize(
    "change", ["UPDATE uploads_upload SET name = 'lain'", "DELETE FROM uploads_upload"]
)
def test_nobody_changes_or_removes_a_kept_file(change: str) -> None:
    kept()
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(change)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("upload_is_as_large_as_its_bytes", {"size": 7}),
        ("upload_is_neither_empty_nor_too_large", {"content": b"", "size": 0}),
        ("upload_is_a_picture_or_a_document", {"media_type": "text/html"}),
        ("upload_is_a_picture_or_a_document", {"width": None}),
    ],
)
def test_the_table_refuses_what_is_no_kept_file(
    name: str, wrong: dict[str, Any]
) -> None:
    values = {
        "code": "x",
        "media_type": "image/jpeg",
        "content": b"abc",
        "size": 3,
        "sha256": "0" * 64,
        "width": 1,
        "height": 1,
        "uploaded_at": NOW,
    }
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        Upload.objects.create(**values | wrong)


def test_a_picture_is_shown_and_nothing_else_happens() -> None:
    upload = kept()
    answer = upload_answer(RequestFactory().get("/"), upload)
    assert answer.content == bytes(upload.content)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"].startswith("private")
    assert answer["Content-Disposition"] == f'inline; filename="{upload.code}.jpg"'


def test_a_pdf_is_downloaded() -> None:
    upload = kept(samples.document_bytes(samples.document()))
    answer = upload_answer(RequestFactory().get("/"), upload)
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_browser_that_has_it_is_told_so() -> None:
    upload = kept()
    asked = RequestFactory().get("/", headers={"If-None-Match": f'"{upload.sha256}"'})
    assert upload_answer(asked, upload).status_code == 304


def test_the_field_tells_beside_itself_what_is_wrong() -> None:
    field = UploadField(allowed=[Kind.PICTURE])
    with pytest.raises(Exception, match="JPG, PNG atau WebP"):
        field.clean(SimpleUploadedFile("foto.jpg", b"<svg/>", "image/jpeg"))
    with pytest.raises(Exception, match="kosong"):
        field.clean(SimpleUploadedFile("foto.jpg", b"", "image/jpeg"))
    assert field.clean(SimpleUploadedFile("foto.html", samples.picture()))


def test_a_body_beyond_all_limits_is_refused_unread() -> None:
    request = RequestFactory().post("/")
    request.META["CONTENT_LENGTH"] = str(REQUEST_MAX_BYTES + 1)
    with pytest.raises(RequestTooLarge):
        bounded_body(lambda request: pytest.fail("was asked"))(request)


def test_every_refusal_has_its_sentence() -> None:
    codes = {
        kind.code
        for kind in vars(refusals).values()
        if isinstance(kind, type) and hasattr(kind, "code")
    }
    assert codes - {"refused"} <= SENTENCES.keys()
