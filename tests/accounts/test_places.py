"""Where each role is brought, what each is offered, and that every offer opens."""

from http import HTTPStatus

import pytest
from django.test import Client

from accounts.places import PLACES, WITHOUT_PAGE
from accounts.roles import ALLOWED, Action, Role
from tests.accounts.people import PASSWORD, give, person
from tests.permits.samples import office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
MINE = "/kantor/halaman/"
CHOOSES = {Role.ASSESSOR, Role.ADMINISTRATOR, Role.AUDITOR}


@pytest.mark.parametrize("role", Role)
def test_everybody_lands_on_a_page_that_opens(client: Client, role: Role) -> None:
    office()
    siti = person("siti")
    give(siti, role)
    form = {"login": "siti", "password": PASSWORD}
    landed = client.post("/akun/masuk/", form, follow=True)
    assert landed.status_code == HTTPStatus.OK
    at = landed.request["PATH_INFO"]
    assert (at == MINE) == (role in CHOOSES)
    assert client.get("/kantor/", follow=True).request["PATH_INFO"] == at


@pytest.mark.parametrize("role", Role)
def test_everybody_finds_all_they_may_open_and_no_more(
    client: Client, role: Role
) -> None:
    office()
    siti = person("siti")
    give(siti, role)
    client.force_login(siti)
    page = main_of(client, MINE)
    for place in PLACES:
        is_theirs = place.action in ALLOWED[role]
        assert (f'href="{place.href}"' in page) == is_theirs
        if is_theirs:
            assert client.get(place.href).status_code == HTTPStatus.OK
    for action, words in WITHOUT_PAGE.items():
        assert (str(words) in page) == (action in ALLOWED[role])


def test_the_head_finds_from_the_desk_where_voids_are_decided(client: Client) -> None:
    office()
    siti = person("siti")
    give(siti, Role.HEAD_OF_OPD)
    client.force_login(siti)
    desk = client.get("/kantor/", follow=True)
    assert f'href="{MINE}"' in desk.content.decode().split("<main")[0]
    mine = main_of(client, MINE)
    assert 'href="/kantor/kas/"' in mine
    assert "putusan batal karcis dan STS" in mine


def test_who_is_refused_and_who_reads_their_account_find_their_pages(
    client: Client,
) -> None:
    office()
    siti = person("siti")
    give(siti, Role.HEAD_OF_OPD)
    client.force_login(siti)
    refused = client.get("/bp2rd/")
    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert f'href="{MINE}"' in refused.content.decode().split("<main")[1]
    assert f'href="{MINE}"' in main_of(client, "/akun/")


def test_who_is_not_signed_in_is_offered_no_pages_of_theirs(client: Client) -> None:
    office()
    assert MINE not in client.get("/").content.decode()
    assert client.get(MINE).status_code == HTTPStatus.FOUND


def test_who_holds_nothing_reads_whom_to_ask(client: Client) -> None:
    office()
    client.force_login(person("siti"))
    assert "Belum ada peran untuk Anda" in main_of(client, MINE)


def test_the_administrator_reads_the_log_without_tabs_that_refuse(
    client: Client,
) -> None:
    office()
    siti = person("siti")
    give(siti, Role.ADMINISTRATOR)
    client.force_login(siti)
    tabs = client.get("/bp2rd/jejak/").content.decode().split("r-nav__list")[1]
    tabs = tabs.split("</nav>")[0]
    assert 'href="/bp2rd/jejak/"' in tabs
    assert tabs.count("href=") == 1


def main_of(client: Client, path: str) -> str:
    page = client.get(path).content.decode()
    return page.split("<main")[1].split("</main")[0]


def test_a_desk_opens_to_the_roles_that_work_there() -> None:
    for place in PLACES:
        for role in place.desk_of:
            assert place.action in ALLOWED[role]


def test_no_action_of_who_chooses_is_left_unsaid() -> None:
    said = {place.action for place in PLACES} | set(WITHOUT_PAGE)
    for role in CHOOSES:
        assert ALLOWED[role] <= said, role
    assert Action.MANAGE_PEOPLE in said


def test_a_head_whose_office_has_no_permits_reads_an_empty_list(
    client: Client,
) -> None:
    people = office()
    dini = person("dini")
    give(dini, Role.HEAD_OF_OPD, people.elsewhere())
    client.force_login(dini)
    answer = client.get("/kantor/", follow=True)
    assert answer.status_code == HTTPStatus.OK
    assert "Tidak ada permohonan di sini" in answer.content.decode()
