"""Where each role is brought, what /kantor/ offers, and that every offer opens."""

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from accounts.places import PLACES, WITHOUT_PAGE
from accounts.roles import ALLOWED, Action, Role
from tests.accounts.people import PASSWORD, give, person
from tests.permits.samples import office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
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
    assert (at == reverse("office")) == (role in CHOOSES)
    assert client.get("/kantor/", follow=True).request["PATH_INFO"] == at


@pytest.mark.parametrize("role", sorted(CHOOSES))
def test_who_has_no_desk_finds_all_they_may_open_and_no_more(
    client: Client, role: Role
) -> None:
    office()
    siti = person("siti")
    give(siti, role)
    client.force_login(siti)
    page = client.get("/kantor/").content.decode().split("<main")[1].split("</main")[0]
    for place in PLACES:
        is_theirs = place.action in ALLOWED[role]
        assert (f'href="{place.href}"' in page) == is_theirs
        if is_theirs:
            assert client.get(place.href).status_code == HTTPStatus.OK
    for action, words in WITHOUT_PAGE.items():
        assert (str(words) in page) == (action in ALLOWED[role])


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
