"""The treasurer's pages: counting, what is late, a wrong slip; others only look."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Scope
from accounts.roles import Role
from kernel import clock
from payments.collection.models import Deposit, Shift, Shortage
from payments.collection.selectors.calendar import due_on
from payments.collection.selectors.till import SHOWN
from payments.reconciliation.services import import_statement, reconcile
from tests.accounts.people import give, person
from tests.collection.reading import QUERIES_MAX, asked_of, boxes_of, text_of
from tests.collection.samples import (
    LATER,
    Market,
    cash_for,
    closed,
    deposited,
    handed_over,
    head_of,
    on_duty,
)
from tests.levies.samples import DAY, NOON, stall_bill
from tests.reconciliation.samples import Movement, statement_csv

pytestmark = pytest.mark.usefixtures("at_noon")


def test_treasurer_and_collector_confirm_and_the_shortage_is_named(
    budi: Client, sari: Client, market: Market, shift: Shift
) -> None:
    cash_for(shift, stall_bill())
    hand_over = closed(shift, counted=18_000)
    assert hand_over is not None
    blind = text_of(sari.get(f"/kantor/kas/serah/{hand_over.pk}/"))
    assert "18.000" not in blind.replace("misalnya 18.000", "")
    counted = sari.post(
        f"/kantor/kas/serah/{hand_over.pk}/", {"dihitung": "13.000"}, follow=True
    )
    said = "Kurang Rp 5.000: menurut karcis Rp 18.000, Anda menghitung Rp 13.000."
    assert said in text_of(counted)
    assert boxes_of(counted) == ["error"]
    assert "Bendahara menghitung Rp 13.000" in text_of(budi.get("/petugas/"))
    accepted = budi.post(
        f"/petugas/serah/{hand_over.pk}/terima/", {"jumlah": "13000"}, follow=True
    )
    assert "Kekurangan Rp 5.000 tercatat atas nama Anda" in text_of(accepted)
    assert boxes_of(accepted) == ["error"]
    till = text_of(sari.get("/kantor/kas/"))
    assert "Budi Juru kurang menyerahkan Rp 5.000" in till
    slip = sari.post(
        "/kantor/kas/setor/", {"opd": "disperindag", "jumlah": "13000"}, follow=True
    )
    assert "974/000001/STS/DISPERINDAG-KU/2026" in text_of(slip)


@pytest.mark.parametrize(
    ("counted", "box"), [("18.000", "success"), ("20.000", "warning")]
)
def test_a_count_that_fits_is_green_and_one_too_much_is_not(
    sari: Client, shift: Shift, counted: str, box: str
) -> None:
    cash_for(shift, stall_bill())
    hand_over = closed(shift, counted=18_000)
    assert hand_over is not None
    path = f"/kantor/kas/serah/{hand_over.pk}/"
    told = sari.post(path, {"dihitung": counted}, follow=True)
    assert boxes_of(told) == [box]


def test_a_shortage_is_repaid_after_it_was_counted(
    sari: Client, market: Market, shift: Shift
) -> None:
    cash_for(shift, stall_bill())
    hand_over = closed(shift, counted=18_000)
    assert hand_over is not None
    handed_over(market, hand_over, counted=13_000)
    path = f"/kantor/kas/kekurangan/{Shortage.objects.get().pk}/lunas/"
    asked = text_of(sari.get(path))
    for said in ("Budi Juru", "Rp 5.000", "2 Maret 2026"):
        assert said in asked
    wrong = sari.post(path, {"dihitung": "4.000"})
    assert wrong.status_code == 422
    assert "Kekurangannya Rp 5.000, Anda menghitung Rp 4.000" in text_of(wrong)
    assert Shortage.objects.get().repaid_at is None
    done = sari.post(path, {"dihitung": "5.000"}, follow=True)
    assert "Budi Juru melunasi Rp 5.000" in text_of(done)
    assert "Tidak ada kekurangan" in text_of(done)
    assert "Sudah dilunasi" in text_of(sari.get(path))
    assert sari.post(path, {"dihitung": "5.000"}).status_code == 409


def slip_of(market: Market, day: date = DAY) -> Deposit:
    """Rp 18.000 that Budi took, Sari received and put under a slip."""
    shift = on_duty(market)
    cash_for(shift, stall_bill(day=day, owner=f"Pedagang {day}"))
    hand_over = closed(shift, counted=18_000)
    assert hand_over is not None
    handed_over(market, hand_over, counted=18_000)
    return deposited(market, 18_000)


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2026, 3, 2), "Belum"),
        (date(2026, 3, 3), "Belum"),
        (date(2026, 3, 4), "Terlambat 1 hari"),
        (date(2026, 3, 7), "Terlambat 4 hari"),
    ],
)
def test_a_slip_that_is_not_in_the_bank_in_time_is_late(
    sari: Client,
    market: Market,
    monkeypatch: pytest.MonkeyPatch,
    today: date,
    said: str,
) -> None:
    """Made on a Monday: the bank shows it on Tuesday at the latest."""
    slip = slip_of(market)
    now = NOON + (today - DAY)
    monkeypatch.setattr(clock, "now", lambda: now)
    for path in ("/kantor/kas/", "/kantor/kas/daftar/setoran/", address_of(slip)):
        page = text_of(sari.get(path))
        assert said in page
        assert ("Terlambat" in page) == ("Terlambat" in said)


def test_the_last_day_is_a_working_day_of_the_city() -> None:
    friday, monday = date(2026, 3, 6), date(2026, 3, 9)
    assert due_on(friday, frozenset()) == monday
    assert due_on(friday, {monday}) == date(2026, 3, 10)


def test_a_slip_that_came_late_says_so_for_ever(sari: Client, market: Market) -> None:
    slip = slip_of(market)
    late_on = DAY + timedelta(days=4)
    movement = Movement(amount=18_000, description=slip.paper.number, on=late_on)
    content = statement_csv([movement], days=(late_on, late_on))
    late = LATER + timedelta(days=5)
    import_statement(name="bank.csv", content=content, person=None, now=late)
    reconcile(now=late)
    page = text_of(sari.get(address_of(slip)))
    for said in ("Masuk", "6 Maret 2026", "Terlambat 3 hari"):
        assert said in page


def test_long_lists_show_their_beginning_and_lead_to_the_rest(
    sari: Client, market: Market
) -> None:
    many = SHOWN + 2
    for number in range(many):
        slip_of(market, DAY - timedelta(days=number))
    with CaptureQueriesContext(connection) as queries:
        till = sari.get("/kantor/kas/").content.decode()
    assert till.count("/kantor/kas/sts/") == SHOWN
    assert "/kantor/kas/daftar/setoran/?opd=disperindag" in till
    assert "/kantor/kas/daftar/kekurangan/" not in till
    assert len(asked_of(queries)) <= QUERIES_MAX
    with CaptureQueriesContext(connection) as queries:
        whole = sari.get("/kantor/kas/daftar/setoran/").content.decode()
    assert whole.count("/kantor/kas/sts/") == many
    assert len(asked_of(queries)) <= QUERIES_MAX


@pytest.mark.parametrize("name", ["serah-terima", "kekurangan", "bertugas"])
def test_every_list_has_a_page_of_its_own(
    sari: Client, market: Market, name: str
) -> None:
    for number in range(SHOWN + 1):
        collector = person(f"juru{number}", f"Juru Ke-{number}.")
        give(
            collector, Role.COLLECTOR, Scope(market=market.city.market), valid_from=DAY
        )
        shift = on_duty(market, collector)
        cash_for(shift, stall_bill(owner=f"Pedagang {number}"))
        hand_over = None if name == "bertugas" else closed(shift, counted=18_000)
        if hand_over is not None and name == "kekurangan":
            handed_over(market, hand_over, counted=10_000)
    till = sari.get("/kantor/kas/")
    assert f"/kantor/kas/daftar/{name}/?opd=disperindag" in till.content.decode()
    assert text_of(till).count("Juru Ke-") == text_of(till).count("Juru Ke-0.") * SHOWN
    whole = text_of(sari.get(f"/kantor/kas/daftar/{name}/?opd=disperindag"))
    assert f"Juru Ke-{SHOWN}." in whole
    assert sari.get("/kantor/kas/daftar/lain/").status_code == 404


@pytest.mark.parametrize(
    ("role", "is_citywide"),
    [
        (Role.HEAD_OF_OPD, False),
        (Role.CITY_TREASURY, True),
        (Role.AUDITOR, True),
    ],
)
def test_who_only_looks_sees_the_cash_and_no_button(
    market: Market, shift: Shift, role: Role, is_citywide: bool
) -> None:
    """A shortage, a hand-over, cash that is held and a slip: nothing to press."""
    cash_for(shift, stall_bill())
    short = closed(shift, counted=18_000)
    assert short is not None
    handed_over(market, short, counted=13_000)
    waiting = on_duty(market)
    cash_for(waiting, stall_bill(owner="Lain"))
    closed(waiting, counted=18_000)
    looks = person("melihat")
    scope = Scope() if is_citywide else Scope(opd=market.city.market_opd)
    give(looks, role, scope, valid_from=DAY)
    client = Client()
    client.force_login(looks)
    page = client.get("/kantor/kas/?opd=disperindag")
    for said in ("Rp 13.000", "Rp 5.000", "Menunggu bendahara", "Budi Juru"):
        assert said in text_of(page)
    main = page.content.decode().split("<main")[1].split("</main")[0]
    assert "<form" not in main
    assert "govuk-button" not in main
    assert (market.city.waste_opd.name in main) == is_citywide
    assert "Plat lapak" not in text_of(page)


def test_a_wrong_slip_is_asked_back_and_cancelled_on_its_page(
    sari: Client, market: Market
) -> None:
    slip = slip_of(market)
    path = address_of(slip)
    assert "STS ini salah" in text_of(sari.get(path))
    empty = sari.post(f"{path}batal/", {"alasan": " "})
    assert empty.status_code == 422
    assert "Tulis alasannya" in text_of(empty)
    assert sari.post(f"{path}batal/", {"alasan": "x" * 301}).status_code == 422
    asked = sari.post(f"{path}batal/", {"alasan": "Salah hitung."}, follow=True)
    assert "Pembatalan diminta" in text_of(asked)
    assert "Tarik permintaan" in text_of(asked)
    again = sari.post(f"{path}batal/", {"alasan": "Salah hitung."})
    assert (again.status_code, "Pembatalan sudah diminta" in text_of(again)) == (
        409,
        True,
    )
    assert "Diminta batal" in text_of(sari.get("/kantor/kas/"))
    hasan = Client()
    hasan.force_login(head_of(market))
    told = text_of(hasan.get(path))
    for said in ("Sari Bendahara", "Salah hitung.", "Batalkan STS", "Tetap berlaku"):
        assert said in told
    done = hasan.post(f"{path}batal/setuju/", follow=True)
    for said in ("STS ini dibatalkan", "Hasan Kepala", "Salah hitung."):
        assert said in text_of(done)
    till = text_of(sari.get("/kantor/kas/"))
    assert "Buat STS Rp 18.000" in till
    assert "Dibatalkan" in till
    assert "Surat ini dibatalkan" in text_of(Client().get(f"/surat/{slip.paper.code}/"))


def test_the_treasurer_takes_a_request_back(sari: Client, market: Market) -> None:
    slip = slip_of(market)
    path = address_of(slip)
    sari.post(f"{path}batal/", {"alasan": "Salah hitung."})
    kept = text_of(sari.post(f"{path}tetap/", follow=True))
    assert "STS tetap berlaku" in kept
    assert "Diminta batal" not in kept
    assert sari.post(f"{path}tetap/").status_code == 409


def address_of(slip: Deposit) -> str:
    return f"/kantor/kas/sts/{slip.pk}/"
