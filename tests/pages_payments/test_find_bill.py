"""From a typed kode bayar to the bill, or to a sentence that helps."""

from http import HTTPStatus

import pytest
from django.test import Client

from kernel.identifiers import kode_bayar
from payments.collection.models import Plate
from tests.levies.samples import NOON, stall_bill

pytestmark = pytest.mark.usefixtures("city", "empty_cache")
MISTYPED = "Salah satu angkanya keliru"


def test_a_typed_code_leads_to_its_bill(client: Client) -> None:
    kode = stall_bill().kode_bayar
    typed = f" {kode[:4]} {kode[4:8]}-{kode[8:]} "
    answer = client.get("/bayar/", {"kode": typed})
    assert answer.headers["Location"] == f"/bayar/{kode}/"
    assert client.get(f"/bayar/{kode}/").status_code == HTTPStatus.OK


def test_a_code_with_spaces_in_the_address_leads_to_the_clean_one(
    client: Client,
) -> None:
    kode = stall_bill().kode_bayar
    answer = client.get(f"/bayar/{kode[:7]} {kode[7:]}/")
    assert answer.headers["Location"] == f"/bayar/{kode}/"


@pytest.mark.parametrize("address", ["/bayar/?kode={}", "/bayar/{}/"])
def test_a_mistyped_code_stays_in_the_field_with_a_sentence(
    address: str, client: Client
) -> None:
    kode = stall_bill().kode_bayar
    wrong = kode[:-1] + str((int(kode[-1]) + 1) % 10)
    answer = client.get(address.format(wrong))
    assert answer.status_code == HTTPStatus.NOT_FOUND
    page = answer.content.decode()
    assert MISTYPED in page
    assert f'value="{wrong}"' in page
    assert "<title>Kesalahan:" in page


@pytest.mark.parametrize(
    "typed", ["abc", "abc12", "<script>", "١٢٣٤٥٦٧٨٩٠١٢٣٤", "abcdefghjkmu"]
)
def test_what_is_no_code_at_all_is_told_what_a_code_looks_like(
    typed: str, client: Client
) -> None:
    answer = client.get("/bayar/", {"kode": typed})
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "atau 12 huruf dan angka di bawah QR" in answer.content.decode()
    assert "<script>" not in answer.content.decode().split("<main")[1]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("1234 5678 9012", "Masih kurang 2 angka"),
        ("1", "Masih kurang 13 angka"),
        ("0" * 80, "Kelebihan 66 angka"),
    ],
)
def test_a_code_of_another_length_is_told_how_many_digits(
    typed: str, told: str, client: Client
) -> None:
    answer = client.get("/bayar/", {"kode": typed})
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert told in answer.content.decode()


@pytest.mark.parametrize(
    "typed", ["7kq2m9xaw4z1", " 7KQ2 m9xa-w4z1 ", "7kq2 m9xa w4zl"]
)
def test_the_code_of_a_plate_leads_to_its_stall(typed: str, client: Client) -> None:
    bill = stall_bill()
    Plate.objects.create(
        levy_object=bill.levy_object, code="7kq2m9xaw4z1", made_at=NOON
    )
    answer = client.get("/bayar/", {"kode": typed}, follow=True)
    assert answer.redirect_chain == [("/l/7kq2m9xaw4z1/", HTTPStatus.FOUND)]
    assert bill.kode_bayar in answer.content.decode()


def test_the_first_page_names_both_codes(client: Client) -> None:
    page = client.get("/").content.decode()
    assert "14 angka" in page
    assert "12 huruf dan angka" in page


def test_a_well_formed_code_nobody_has_is_told_so(client: Client) -> None:
    answer = client.get(f"/bayar/{kode_bayar(999_999)}/")
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "Tidak ada tagihan dengan kode ini" in answer.content.decode()


def test_without_a_code_the_field_is_shown(client: Client) -> None:
    answer = client.get("/bayar/")
    assert answer.status_code == HTTPStatus.OK
    assert "Kesalahan" not in answer.content.decode().split("<main")[1]
