"""The collector's pages: three states of a stall, cash, the end of a shift."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kernel.money import Rupiah
from kernel.names import name_hint
from levies.models import LevyObject
from payments.collection.models import CashTaken, Plate, Shift
from payments.collection.services import confirm_hand_over, make_plates
from tests.collection.reading import QUERIES_MAX, asked_of, text_of
from tests.collection.samples import (
    LATER,
    Market,
    cash_for,
    closed,
    deposited,
    handed_over,
    on_duty,
)
from tests.levies.samples import DAY, NOON, household, stall_bill

pytestmark = pytest.mark.usefixtures("at_noon")


def plate_of(market: Market, stall: LevyObject) -> Plate:
    make_plates(market=market.city.market, now=NOON)
    return Plate.objects.get(levy_object=stall)


def test_without_a_shift_every_page_leads_to_the_start(budi: Client) -> None:
    response = budi.get("/petugas/pindai/", follow=True)
    assert response.redirect_chain == [("/petugas/", 302)]
    assert "Mulai tugas dulu" in text_of(response)


def test_a_shift_begins_at_a_market_of_ones_own(budi: Client, market: Market) -> None:
    response = budi.post("/petugas/mulai/", {"pasar": "pasar-contoh"}, follow=True)
    assert "Tunai di tangan Anda" in text_of(response)
    assert budi.post("/petugas/mulai/", {"pasar": "pasar-lain"}).status_code == 404


def test_strangers_sign_in_first_and_others_are_refused(
    client: Client, market: Market
) -> None:
    assert client.get("/petugas/").status_code == 302
    client.force_login(market.sari)
    assert client.get("/petugas/").status_code == 403
    client.force_login(market.budi)
    assert client.get("/kantor/kas/").status_code == 403
    assert client.get("/kantor/plat/").status_code == 403


def test_a_stall_that_owes_shows_today_and_what_is_left_from_before(
    budi: Client, market: Market, shift: Shift
) -> None:
    stall = stall_bill().levy_object
    stall_bill(day=DAY - timedelta(days=1))
    page = text_of(budi.get(f"/petugas/lapak/{plate_of(market, stall).code}/"))
    assert "BELUM DIBAYAR Rp 18.000" in page
    assert "Sebelumnya juga belum dibayar Rp 18.000" in page
    assert "Bayar sekaligus Rp 36.000" in page
    assert "Dapat dibayar sekarang" not in page


def test_a_stall_shows_all_its_arrears_and_what_one_payment_takes_of_them(
    budi: Client, market: Market, shift: Shift
) -> None:
    stall = stall_bill().levy_object
    for days in range(1, 29):
        stall_bill(day=DAY - timedelta(days=days))
    page = text_of(budi.get(f"/petugas/lapak/{plate_of(market, stall).code}/"))
    assert "BELUM DIBAYAR Rp 18.000" in page
    assert "Sebelumnya juga belum dibayar Rp 504.000." in page
    assert "Dapat dibayar sekarang Rp 270.000." in page
    assert "Bayar sekaligus Rp 270.000" in page
    assert "Masih ada 14 tagihan yang lebih lama, Rp 252.000" in page


def test_a_stall_that_owes_nothing_says_when_it_was_paid(
    budi: Client, market: Market, shift: Shift
) -> None:
    bill = stall_bill()
    cash_for(shift, bill)
    page = text_of(
        budi.get(f"/petugas/lapak/{plate_of(market, bill.levy_object).code}/")
    )
    assert "TIDAK ADA TAGIHAN" in page
    assert "Rp 18.000 dengan Tunai" in page


def test_a_stall_of_another_market_is_not_yours(
    budi: Client, market: Market, shift: Shift
) -> None:
    elsewhere = household(market.city, owner="Jauh")
    plate = Plate.objects.create(
        levy_object=elsewhere, code="abcdefgh2345", made_at=NOON
    )
    page = text_of(budi.get(f"/petugas/lapak/{plate.code}/"))
    assert "BUKAN LAPAK ANDA" in page
    assert "Rp" not in page


@pytest.mark.parametrize(
    ("read", "told"),
    [
        ("https://contoh.id/promo", "bukan plat lapak kota"),
        ("00020101021226…", "QR untuk membayar (QRIS)"),
        ("https://kota.id/l/zzzzzzzzzzzz/", "Tidak ada lapak dengan kode ini"),
        ("82710000000001", "bukan plat lapak kota"),
        ("", "Ketik kode"),
    ],
)
def test_what_is_no_plate_is_said_plainly(
    budi: Client, shift: Shift, read: str, told: str
) -> None:
    response = budi.post("/petugas/pindai/", {"isi": read})
    assert response.status_code == 422
    assert told in text_of(response)


def test_a_plate_is_found_by_its_address_its_code_or_a_kode_bayar(
    budi: Client, market: Market, shift: Shift
) -> None:
    bill = stall_bill()
    code = plate_of(market, bill.levy_object).code
    spaced = f"{code[:4]} {code[4:8]} {code[8:]}".upper()
    for read in (f"https://kota.id/l/{code}/", code, spaced, bill.kode_bayar):
        response = budi.post("/petugas/pindai/", {"isi": read})
        assert response.headers["Location"] == f"/petugas/lapak/{code}/", read


def test_only_the_page_with_the_camera_may_compile_wasm(
    budi: Client, shift: Shift
) -> None:
    policy = "Content-Security-Policy"
    assert "wasm-unsafe-eval" in budi.get("/petugas/pindai/").headers[policy]
    assert "wasm-unsafe-eval" not in budi.get("/petugas/").headers[policy]


def take(budi: Client, code: str) -> Any:
    """Confirm cash as the page offers it."""
    page = budi.get(f"/petugas/lapak/{code}/tunai/").content.decode()
    fields = dict(re.findall(r'name="(jumlah|kunci)" value="([^"]+)"', page))
    kodes = re.findall(r'name="kode" value="([^"]+)"', page)
    return budi.post(f"/petugas/lapak/{code}/tunai/terima/", fields | {"kode": kodes})


def test_cash_leads_to_a_ticket_ready_to_print(
    budi: Client, market: Market, shift: Shift
) -> None:
    bill = stall_bill()
    taken = take(budi, plate_of(market, bill.levy_object).code)
    cash = CashTaken.objects.get()
    assert taken.headers["Location"] == f"/petugas/karcis/{cash.ticket.code}/"
    page = text_of(budi.get(taken.headers["Location"]))
    assert "KARCIS RETRIBUSI" in page
    assert "000001" in page
    assert "Budi Juru" in page


def test_a_page_sent_twice_shows_one_ticket(
    budi: Client, market: Market, shift: Shift
) -> None:
    code = plate_of(market, stall_bill().levy_object).code
    page = budi.get(f"/petugas/lapak/{code}/tunai/").content.decode()
    fields = dict(re.findall(r'name="(jumlah|kunci|kode)" value="([^"]+)"', page))
    answers = [budi.post(f"/petugas/lapak/{code}/tunai/terima/", fields) for _ in "12"]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert CashTaken.objects.count() == 1


def test_a_stale_page_takes_nothing_and_says_both_amounts(
    budi: Client, market: Market, shift: Shift
) -> None:
    bill = stall_bill()
    code = plate_of(market, bill.levy_object).code
    answer = budi.post(
        f"/petugas/lapak/{code}/tunai/terima/",
        {"kode": bill.kode_bayar, "jumlah": "17000", "kunci": "0" * 32},
    )
    assert answer.status_code == 409
    assert "Rp 17.000" in text_of(answer)
    assert "Rp 18.000" in text_of(answer)
    assert not CashTaken.objects.exists()


@pytest.mark.parametrize("spoiled", ["kode", "jumlah", "kunci"])
def test_nonsense_in_the_form_takes_nothing(
    budi: Client, market: Market, shift: Shift, spoiled: str
) -> None:
    bill = stall_bill()
    code = plate_of(market, bill.levy_object).code
    fields = {"kode": bill.kode_bayar, "jumlah": "18000", "kunci": "0" * 32}
    answer = budi.post(
        f"/petugas/lapak/{code}/tunai/terima/", fields | {spoiled: "x'"}, follow=True
    )
    assert "Halaman tidak lengkap" in text_of(answer)
    assert not CashTaken.objects.exists()


def test_a_ticket_is_shown_to_its_collector_only(
    budi: Client, market: Market, shift: Shift
) -> None:
    cash = cash_for(on_duty(market, market.wati), stall_bill())
    assert budi.get(f"/petugas/karcis/{cash.ticket.code}/").status_code == 404


def test_the_end_of_a_shift_tells_nothing_before_the_count(
    budi: Client, shift: Shift
) -> None:
    cash_for(shift, stall_bill())
    assert "18.000" not in text_of(budi.get("/petugas/selesai/")).replace(
        "misalnya 18.000", ""
    )
    ended = budi.post("/petugas/selesai/", {"dihitung": "Rp 13.000"}, follow=True)
    page = text_of(ended)
    assert "Anda menghitung Rp 13.000" in page
    assert "Rp 18.000" in page
    assert "Selisih −Rp 5.000" in page
    assert "Serah terima Rp 18.000" not in page
    hand_over = text_of(budi.get(f"/petugas/serah/{shift.hand_overs.get().pk}/"))
    for said in ("menghitung Rp 13.000", "karcis Rp 18.000", "Selisih −Rp 5.000"):
        assert said in hand_over


@pytest.mark.parametrize("typed", ["", "lima ribu", "-5", "1e5", "5,5", "9" * 13])
def test_a_count_that_is_no_amount_is_refused(
    budi: Client, shift: Shift, typed: str
) -> None:
    response = budi.post("/petugas/selesai/", {"dihitung": typed})
    assert response.status_code == 422
    assert Shift.objects.get().is_open


def test_a_count_is_contested_with_a_reason(
    budi: Client, market: Market, shift: Shift
) -> None:
    cash_for(shift, stall_bill())
    hand_over = closed(shift, counted=18_000)
    assert hand_over is not None
    confirm_hand_over(
        hand_over_id=hand_over.pk, treasurer=market.sari, counted=Rupiah(1), now=LATER
    )
    url = f"/petugas/serah/{hand_over.pk}/keberatan/"
    assert budi.post(url, {"alasan": ""}).status_code == 422
    assert "menghitung ulang" in text_of(
        budi.post(url, {"alasan": "lihat"}, follow=True)
    )


def test_nobody_sees_another_collectors_hand_over(budi: Client, market: Market) -> None:
    shift = on_duty(market, market.wati)
    cash_for(shift, stall_bill())
    hand_over = closed(shift, counted=18_000)
    assert hand_over is not None
    assert budi.get(f"/petugas/serah/{hand_over.pk}/").status_code == 404
    assert budi.get(f"/petugas/tugas/{shift.pk}/").status_code == 404


def test_anybodys_phone_reads_what_a_stall_owes(client: Client, market: Market) -> None:
    bill = stall_bill()
    code = plate_of(market, bill.levy_object).code
    response = client.get(f"/l/{code}/")
    page = text_of(response)
    assert "Rp 18.000" in page
    assert name_hint("Siti Aminah") in page
    assert (
        reverse("payments:pay", kwargs={"kode": bill.kode_bayar})
        in response.content.decode()
    )
    assert client.get("/l/zzzzzzzzzzzz/").status_code == 404


def test_the_app_can_be_installed_and_keeps_no_stall(
    client: Client, market: Market
) -> None:
    manifest = client.get("/petugas/manifest.webmanifest").json()
    assert manifest["scope"] == manifest["start_url"] == "/petugas/"
    worker = client.get("/petugas/sw.js").content.decode()
    assert "/petugas/luring/" in worker
    kept = worker.split("KEPT = [")[1].split("]")[0]
    assert "lapak" not in kept
    assert "Jangan terima uang" in text_of(client.get("/petugas/luring/"))


def test_pages_ask_few_queries_however_much_there_is(
    budi: Client,
    sari: Client,
    market: Market,
    shift: Shift,
    django_assert_max_num_queries: object,
) -> None:
    for number in range(12):
        cash_for(shift, stall_bill(owner=f"Pedagang {number}"))
    hand_over = closed(shift, counted=1)
    assert hand_over is not None
    handed_over(market, hand_over, counted=200_000)
    deposited(market, 200_000)
    for name in ("budi", "wati"):
        again = on_duty(market, getattr(market, name))
        cash_for(again, stall_bill(owner=f"Lagi {name}"))
    bill = stall_bill(owner="Banyak")
    for days in range(1, 20):
        stall_bill(owner="Banyak", day=DAY - timedelta(days=days))
    code = plate_of(market, bill.levy_object).code
    pages = [
        (budi, "/petugas/"),
        (budi, f"/petugas/lapak/{code}/"),
        (budi, f"/petugas/lapak/{code}/tunai/"),
        (sari, "/kantor/kas/"),
        (sari, "/kantor/plat/"),
        (Client(), f"/l/{code}/"),
    ]
    for who, path in pages:
        with CaptureQueriesContext(connection) as queries:
            assert who.get(path).status_code == 200, path
        asked = asked_of(queries)
        assert len(asked) <= QUERIES_MAX, (path, asked)
