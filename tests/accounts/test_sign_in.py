"""Sign-in over HTTP: name and password, limited tries, and no way to sign up."""

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import AuditEvent, Person
from accounts.roles import Role
from tests.accounts.people import PASSWORD, city_with_a_zone, give, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
SIGN_IN = "/akun/masuk/"


@pytest.fixture
def siti() -> Person:
    city_with_a_zone()
    return person("siti", "Siti Hajar")


def sign_in(client: Client, username: str, password: str = PASSWORD) -> str:
    """Where the answer leads; empty when it stays."""
    answer = client.post(SIGN_IN, {"login": username, "password": password})
    return str(answer.headers.get("Location", ""))


def test_a_reconciler_is_brought_to_the_day(client: Client, siti: Person) -> None:
    give(siti, Role.RECONCILER)
    assert sign_in(client, "siti") == reverse("reconciliation:day")


def test_who_works_nowhere_yet_sees_their_own_page(
    client: Client, siti: Person
) -> None:
    assert sign_in(client, "siti") == "/akun/"
    page = client.get("/akun/").content.decode()
    assert "Siti Hajar" in page
    assert "Belum ada peran" in page


def test_the_own_page_names_roles_and_places(client: Client, siti: Person) -> None:
    give(siti, Role.RECONCILER)
    client.force_login(siti)
    answer = client.get("/akun/")
    assert "Rekonsiliator" in answer.content.decode()
    assert "Seluruh kota" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_sign_in_stands_in_the_audit_log(client: Client, siti: Person) -> None:
    sign_in(client, "siti")
    event = AuditEvent.objects.get(actor=siti)
    assert (event.action, event.facts) == ("signed_in", {})


def test_a_stranger_is_sent_to_sign_in_and_then_back(
    client: Client, siti: Person
) -> None:
    answer = client.get("/akun/sandi/")
    assert answer.headers["Location"] == "/akun/masuk/?next=/akun/sandi/"
    form = {"login": "siti", "password": PASSWORD, "next": "/akun/sandi/"}
    assert client.post(SIGN_IN, form).headers["Location"] == "/akun/sandi/"
    form["next"] = "https://contoh.invalid/"
    client.logout()
    assert client.post(SIGN_IN, form).headers["Location"] == "/akun/"


def test_a_wrong_name_and_a_wrong_password_read_the_same(
    client: Client, siti: Person
) -> None:
    pages = [
        client.post(SIGN_IN, {"login": name, "password": "keliru sekali"})
        for name in ("siti", "joko")
    ]
    texts = [
        page.content.decode().replace("siti", "").replace("joko", "").split("<main")[1]
        for page in pages
    ]
    assert texts[0].split("csrf")[0] == texts[1].split("csrf")[0]
    assert "Kesalahan:" in pages[0].content.decode()


def test_after_five_wrong_passwords_the_right_one_has_to_wait(
    client: Client, siti: Person
) -> None:
    for _ in range(5):
        sign_in(client, "siti", "keliru sekali")
    assert sign_in(client, "siti") == ""
    assert "_auth_user_id" not in client.session


def test_somebody_who_left_cannot_sign_in(client: Client, siti: Person) -> None:
    Person.objects.filter(pk=siti.pk).update(is_active=False)
    answer = client.post(SIGN_IN, {"login": "siti", "password": PASSWORD})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "_auth_user_id" not in client.session


def test_signing_out_needs_a_press_and_ends_the_session(
    client: Client, siti: Person
) -> None:
    sign_in(client, "siti")
    assert client.get("/akun/keluar/").status_code == HTTPStatus.OK
    assert "_auth_user_id" in client.session
    assert client.post("/akun/keluar/").headers["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_the_password_is_changed_with_the_old_one(client: Client, siti: Person) -> None:
    sign_in(client, "siti")
    new = "pala dan cengkih 1607"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/akun/sandi/", form).headers["Location"] == "/akun/"
    siti.refresh_from_db()
    assert siti.check_password(new)
    assert client.get("/akun/").status_code == HTTPStatus.OK


def test_there_is_no_way_to_sign_up_or_to_reset_by_mail(client: Client) -> None:
    for name in ("account_signup", "account_reset_password", "account_email"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
