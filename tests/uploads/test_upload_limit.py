"""How often files may come, per address and application; refused unread."""

from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from rest_framework.throttling import SimpleRateThrottle

from accounts.limits import TooManyUploads, uploads_limited
from tests.complaints.samples import answered, key_of
from tests.complaints.samples import small_city as city_of_reports
from tests.permits.samples import draft, office
from tests.uploads.samples import picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
TOO_MANY = HTTPStatus.TOO_MANY_REQUESTS


@pytest.fixture(autouse=True)
def two_in_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    rates = SimpleRateThrottle.THROTTLE_RATES | {"uploads": "2/10min"}
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", rates)


def send_paper(client: Client, token: str) -> Any:
    photo = SimpleUploadedFile("ktp.jpg", picture(), "image/jpeg")
    url = reverse("permits:papers", kwargs={"token": token})
    return client.post(url, {"ktp": photo})


def test_files_beyond_the_rate_wait_and_another_application_does_not(
    client: Client,
) -> None:
    office()
    mine, another = draft(), draft()
    codes = [send_paper(client, mine.token).status_code for _ in range(2)]
    assert TOO_MANY not in codes
    kept = mine.parts.count()
    refused = send_paper(client, mine.token)
    assert refused.status_code == TOO_MANY
    assert "Tunggu 10 menit" in refused.content.decode()
    assert 540 < int(refused.headers["Retry-After"]) <= 600
    assert mine.parts.count() == kept
    assert send_paper(client, another.token).status_code != TOO_MANY
    page = client.get(reverse("permits:papers", kwargs={"token": mine.token}))
    assert page.status_code == HTTPStatus.OK


def test_made_up_applications_are_counted_together(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    rates = SimpleRateThrottle.THROTTLE_RATES | {"uploads_of_an_address": "3/10min"}
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", rates)
    made_up = [f"{number:032d}" for number in range(4)]
    codes = [send_paper(client, token).status_code for token in made_up]
    assert codes == [HTTPStatus.NOT_FOUND] * 3 + [TOO_MANY]


def test_pictures_of_reports_have_the_same_limit(client: Client) -> None:
    city_of_reports()
    codes = [client.post("/lapor/", {}).status_code for _ in range(3)]
    assert codes == [422, 422, TOO_MANY]
    report = answered()
    url = reverse(
        "reports:reopen", kwargs={"number": report.number, "key": key_of(report)}
    )
    assert [client.post(url, {}).status_code for _ in range(3)] == [422, 422, TOO_MANY]


def test_what_is_over_the_rate_is_refused_unread() -> None:
    @uploads_limited(of="token")
    def reads(request: HttpRequest, *, token: str) -> HttpResponse:
        return HttpResponse(request.body)

    def one() -> HttpRequest:
        request = RequestFactory().post("/", b"bytes", content_type="text/plain")
        request.user = None  # type: ignore[assignment] # a stranger
        return request

    for _ in range(2):
        reads(one(), token="a")
    refused = one()
    with pytest.raises(TooManyUploads):
        reads(refused, token="a")
    assert not hasattr(refused, "_body")
    assert reads(one(), token="b").status_code == HTTPStatus.OK
