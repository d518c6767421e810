"""The page of a receipt, its files, and the same for machines."""

from hashlib import sha256
from http import HTTPStatus

import pytest
from django.test import Client

from outbox.models import Event
from papers.services import render_paper
from receipts.models import Receipt
from receipts.services import issue_receipts, void_receipts_of
from tests.levies.samples import stall_bill, waste_skrd
from tests.papers.samples import NOON
from tests.receipts.samples import AFTER, paid_payment, take_back

WRONG = "0123456789ab"


@pytest.fixture
def receipts(db: None) -> list[Receipt]:
    """Two receipts of one payment, of two offices; not drawn yet."""
    payment = paid_payment(stall_bill(), waste_skrd())
    return issue_receipts(payment_id=payment.pk, now=AFTER)


def page_of(client: Client, receipt: Receipt) -> str:
    """Its HTML as people read it: without the places where it may or must not break."""
    page = client.get(f"/bukti/{receipt.paper.code}/").content.decode()
    return page.replace("<wbr>", "").replace("\N{NO-BREAK SPACE}", " ")


def test_one_page_shows_the_receipts_of_both_offices(
    client: Client, receipts: list[Receipt]
) -> None:
    for receipt in receipts:
        page = page_of(client, receipt)
        assert "LUNAS" in page
        assert "Rp 28.000" in page
        for one in receipts:
            assert one.paper.number in page
            assert one.opd.name in page
        first = min(receipts, key=lambda one: page.index(one.paper.number))
        assert first == receipt


@pytest.mark.usefixtures("empty_cache")
def test_a_receipt_whose_drawing_was_left_is_drawn_for_its_reader(
    client: Client, receipts: list[Receipt]
) -> None:
    page_of(client, receipts[0])
    page_of(client, receipts[0])
    wanted = Event.objects.filter(name="paper_wanted")
    assert {event.payload["paper_id"] for event in wanted} == {
        receipt.paper_id for receipt in receipts
    }
    assert wanted.count() == len(receipts)


def test_it_waits_for_its_files_and_then_offers_them(
    client: Client, receipts: list[Receipt]
) -> None:
    waiting = page_of(client, receipts[0])
    assert '<noscript><meta http-equiv="refresh"' in waiting
    status = f"/bukti/{receipts[0].paper.code}/status/"
    assert f'data-poll="{status}"' in waiting
    etag = client.get(status).headers["ETag"]
    asked = {"If-None-Match": etag}
    assert client.get(status, headers=asked).status_code == HTTPStatus.NOT_MODIFIED
    assert "PDF sedang disiapkan" in waiting
    for receipt in receipts:
        render_paper(paper_id=receipt.paper_id, now=NOON)
    assert client.get(status, headers=asked).status_code == HTTPStatus.OK
    page = page_of(client, receipts[0])
    assert "http-equiv" not in page
    for receipt in receipts:
        assert f"/bukti/{receipt.paper.code}/a5.pdf" in page
        assert f"/bukti/{receipt.paper.code}/58mm.pdf" in page


def test_a_file_is_the_stored_bytes_for_ever(
    client: Client, receipts: list[Receipt]
) -> None:
    paper = receipts[0].paper
    address = f"/bukti/{paper.code}/a5.pdf"
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND
    render_paper(paper_id=paper.pk, now=NOON)
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["ETag"] == f'"{sha256(answer.content).hexdigest()}"'
    assert "immutable" in answer.headers["Cache-Control"]
    assert paper.number.replace("/", "-") in answer.headers["Content-Disposition"]
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == HTTPStatus.NOT_MODIFIED
    for layout in ("a4", "a5.pdf", "%00"):
        missing = client.get(f"/bukti/{paper.code}/{layout}.pdf")
        assert missing.status_code == HTTPStatus.NOT_FOUND


def test_a_voided_receipt_says_so(client: Client, receipts: list[Receipt]) -> None:
    payment = receipts[0].payment
    take_back(payment)
    void_receipts_of(payment_id=payment.pk, now=AFTER)
    page = page_of(client, receipts[0])
    assert "DIBATALKAN" in page
    assert "Pembayaran ditarik kembali oleh bank" in page
    assert "LUNAS" not in page


@pytest.mark.usefixtures("receipts")
@pytest.mark.parametrize(
    "path", [f"bukti/{WRONG}/", f"bukti/{WRONG}/a5.pdf", "bukti/x/", "bukti/%00/"]
)
def test_a_stranger_finds_nothing_by_guessing(client: Client, path: str) -> None:
    assert client.get(f"/{path}").status_code == HTTPStatus.NOT_FOUND


def test_an_skrd_is_not_a_receipt(client: Client, db: None) -> None:
    skrd = waste_skrd().skrd
    assert skrd is not None
    assert client.get(f"/bukti/{skrd.code}/").status_code == HTTPStatus.NOT_FOUND


def test_a_letter_is_drawn_when_somebody_asks(client: Client, db: None) -> None:
    skrd = waste_skrd().skrd
    assert skrd is not None
    page = client.get(f"/surat/{skrd.code}/").content.decode()
    assert "PDF sedang disiapkan" in page
    render_paper(paper_id=skrd.pk, now=NOON)
    page = client.get(f"/surat/{skrd.code}/").content.decode()
    assert f"/surat/{skrd.code}/a5.pdf" in page
    answer = client.get(f"/surat/{skrd.code}/a5.pdf")
    assert answer.content.startswith(b"%PDF")


def test_the_api_tells_the_same(client: Client, receipts: list[Receipt]) -> None:
    receipt = receipts[0]
    told = client.get(f"/api/v1/receipts/{receipt.paper.code}/").json()
    assert told["number"] == receipt.paper.number
    assert told["status"] == "valid"
    assert told["amount_idr"] == receipt.amount_idr
    assert told["paid_at"] == "2026-03-02T12:00:00+09:00"
    assert told["payment"] == receipt.payment.code
    render_paper(paper_id=receipt.paper_id, now=NOON)
    path = told["pdf"].removeprefix("http://testserver")
    a5, roll = client.get(path), client.get(f"{path}?layout=58mm")
    assert a5.content.startswith(b"%PDF")
    assert a5.content != roll.content
    missing = client.get(f"/api/v1/receipts/{WRONG}/")
    assert missing.status_code == HTTPStatus.NOT_FOUND
    assert missing.json()["code"] == "paper_unknown"
