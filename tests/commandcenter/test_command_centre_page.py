"""The mayor's page: the figures of the roll-up, and a badge that is a real check."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from commandcenter.models import RevenueDay, RevenueMonth, Target
from commandcenter.selectors.figures import (
    figures_of,
    levy_rows,
    map_rows,
    market_rows,
    percent_of,
    place_rows,
    rows_of,
)
from commandcenter.services import check_year, refresh_billed, refresh_money
from commandcenter.views.drawing import draw_markets
from config.launch.postgres import Postgres
from kernel import clock
from kernel.money import Rupiah
from tests.accounts.people import give, person
from tests.commandcenter.samples import (
    attempt,
    computed,
    hear,
    paid,
    rows,
    tell,
    unknown,
)
from tests.levies.samples import (
    DAY,
    NOON,
    SmallCity,
    small_city,
    stall_bill,
    waste_skrd,
)
from tests.strict_client import StrictClient
from tests.superuser import as_superuser

SAME = "sama dengan buku besar ✔"
NOT_SAME = "tidak sama dengan buku besar"
PARTS = ("angka", "peta", "grafik")
QUERIES_MAX = 24


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the pages stands at noon of the samples' day."""
    monkeypatch.setattr(clock, "now", lambda: NOON)


def signed_in(role: Role = Role.MAYOR) -> Client:
    who = person(f"orang-{role.value}")
    give(who, role, valid_from=DAY)
    client = StrictClient()
    client.force_login(who)
    return client


def shown(client: Client) -> str:
    answer = client.get("/komando/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def live(city: SmallCity) -> None:
    paid(stall_bill(), waste_skrd(owner="Wati"), channel="va_bca")
    stall_bill(owner="Belum Bayar")
    unknown(7_000)
    hear()
    refresh_billed(first_on=DAY, last_on=DAY, now=NOON)


def test_the_mayor_sees_today_the_year_and_that_it_is_the_ledger(
    city: SmallCity,
) -> None:
    live(city)
    page = shown(signed_in())
    assert page.count("Rp 28.000") >= 2
    assert SAME in page
    assert NOT_SAME not in page
    assert "pembayaran s.d. 12.00.00 WIT" in page
    assert "Rp 7.000 masuk tetapi bukan penerimaan" in page
    assert "Retribusi Pelayanan Pasar" in page
    assert "BCA Virtual Account" in page


def test_a_changed_roll_up_turns_the_badge_red_with_both_amounts(
    city: SmallCity,
) -> None:
    live(city)
    RevenueDay.objects.filter(levy_type=city.stall_levy).update(revenue_idr=17_000)
    page = shown(signed_in())
    assert SAME not in page
    assert NOT_SAME in page
    assert (
        "Senin, 2 Maret 2026, Dinas Perindustrian dan Perdagangan: ringkasan "
        "Rp 17.000, buku besar Rp 18.000, selisih Rp 1.000." in page
    )


def test_a_changed_month_turns_it_red_too(city: SmallCity) -> None:
    live(city)
    RevenueMonth.objects.filter(levy_type=city.waste_levy).update(revenue_idr=99_000)
    page = shown(signed_in())
    assert "Maret 2026, Dinas Lingkungan Hidup: ringkasan Rp 99.000" in page


def test_a_roll_up_that_was_deleted_turns_it_red(city: SmallCity) -> None:
    live(city)
    RevenueDay.objects.all().delete()
    assert NOT_SAME in shown(signed_in())


def test_an_old_day_that_no_page_shows_is_found_by_the_years_check(
    city: SmallCity,
) -> None:
    january = NOON - timedelta(days=50)
    paid(stall_bill(day=january.date()), at=january)
    hear()
    RevenueDay.objects.update(revenue_idr=1)
    assert SAME in shown(signed_in())
    checked = check_year(today=DAY, now=NOON)
    assert (checked.differing, checked.roll_up_idr, checked.ledger_idr) == (
        1, 1, 18_000,
    )  # fmt: skip
    assert "1 hari tahun ini tidak sama" in shown(signed_in(Role.AUDITOR))


def test_money_that_nobody_announced_is_found_and_computed(city: SmallCity) -> None:
    paid(stall_bill())
    check_year(today=DAY, now=NOON)
    refresh_money(now=NOON)
    assert RevenueDay.objects.get().revenue_idr == 18_000
    assert check_year(today=DAY, now=NOON).differing == 0


def test_the_map_and_what_is_unknown_are_all_there_is(city: SmallCity) -> None:
    stall = stall_bill()
    stall.levy_object.kelurahan = None
    stall.levy_object.save()
    city.market.kelurahan = None
    city.market.save()
    paid(stall, waste_skrd())
    hear()
    figures = figures_of(on=DAY, now=NOON)
    places = place_rows(figures)
    assert sum(one.paid.revenue.amount for one in places) == 28_000
    assert figures.year.whole.revenue.amount == 28_000
    assert places[-1].paid.revenue.amount == 18_000
    page = shown(signed_in())
    assert "Lingkaran: kelurahan belum diketahui" in page


def test_a_market_without_a_kelurahan_is_a_point_of_its_own(city: SmallCity) -> None:
    stall = stall_bill()
    stall.levy_object.kelurahan = None
    stall.levy_object.save()
    city.market.kelurahan = None
    city.market.save()
    paid(stall, waste_skrd())
    hear()
    refresh_billed(first_on=DAY, last_on=DAY, now=NOON)
    rows = map_rows(figures_of(on=DAY, now=NOON))
    assert sum(one.paid.revenue.amount for one in rows) == 28_000
    (market,) = (one for one in rows if one.market)
    assert (market.paid.revenue, market.billed.amount) == (Rupiah(18_000),) * 2
    assert market is rows[-1]
    page = shown(signed_in())
    mark = f"pasar-{city.market.pk}"
    assert f'id="petak-{mark}" href="#kel-{mark}"' in page
    assert f'<tr id="kel-{mark}">' in page
    assert f'id="kurang-{mark}"' in page


def test_a_tile_compares_bills_with_what_was_paid_of_them(city: SmallCity) -> None:
    """Late interest and debts of last year do not make a kelurahan better than all."""
    stall_bill(owner="Belum Bayar")
    tell(attempt(stall_bill(), interest=5_000))
    old = stall_bill(owner="Tunggakan", day=DAY.replace(year=2025))
    paid(old)
    hear()
    refresh_billed(first_on=DAY, last_on=DAY, now=NOON)
    (row,) = (one for one in map_rows(figures_of(on=DAY, now=NOON)) if one.permille)
    assert row.paid.revenue == Rupiah(41_000)
    assert (row.billed.paid, row.billed.amount) == (Rupiah(18_000), Rupiah(36_000))
    assert (row.permille, row.percent) == (500, "50,0%")


def test_a_per_cent_is_rounded_down_to_one_decimal() -> None:
    assert percent_of(Rupiah(5_599), Rupiah(10_000)) == "55,9%"
    assert percent_of(Rupiah(9_999), Rupiah(10_000)) == "99,9%"
    assert percent_of(Rupiah(1), Rupiah(0)) is None


def test_all_and_nothing_have_no_decimal() -> None:
    assert percent_of(Rupiah(7), Rupiah(7)) == "100%"
    assert percent_of(Rupiah(0), Rupiah(7)) == "0%"


def test_a_bill_for_a_later_month_of_this_year_counts_as_billed_and_as_paid(
    city: SmallCity,
) -> None:
    """As an approved permit's first SKRD does, which begins with the next month."""
    paid(waste_skrd(month=date(2026, 4, 1)))
    waste_skrd(month=date(2026, 12, 1), owner="Wati")
    waste_skrd(month=date(2027, 1, 1), owner="Budi Baru")
    hear()
    refresh_billed(first_on=DAY, last_on=date(2027, 1, 31), now=NOON)
    (row,) = levy_rows(figures_of(on=DAY, now=NOON))
    assert (row.billed.paid, row.billed.amount) == (Rupiah(10_000), Rupiah(20_000))
    assert row.year.revenue == row.billed.paid


def test_the_file_of_the_markets_has_what_their_chart_shows(city: SmallCity) -> None:
    """Money for last year's debt is in the file, and told apart from the chart's."""
    live(city)
    paid(stall_bill(owner="Tunggakan", day=DAY.replace(year=2025)))
    hear()
    figures = figures_of(on=DAY, now=NOON)
    head, *lines = rows_of("pasar", figures)
    (told,) = (dict(zip(map(str, head), line, strict=True)) for line in lines)
    (drawn,) = (one["row"].billed for one in draw_markets(market_rows(figures)))
    assert told["tagihan_idr"] == drawn.amount.amount == 36_000
    assert told["terbayar_dari_tagihan_idr"] == drawn.paid.amount == 18_000
    assert told["dibayar_tahun_ini_idr"] == 36_000


def test_no_target_is_a_state_of_its_own(city: SmallCity) -> None:
    live(city)
    Target.objects.create(year=2025, amount_idr=38_800_000_000, source="berita")
    page = shown(signed_in())
    assert (
        "Belum ada target 2026; target 2025 Rp 38.800.000.000 (menurut berita)" in page
    )
    Target.objects.create(year=2026, amount_idr=56_000, source="APBD", verified=True)
    assert "50,0% dari target Rp 56.000" in shown(signed_in(Role.AUDITOR))


def test_an_empty_city_says_so(city: SmallCity) -> None:
    page = shown(signed_in())
    assert "Angka sedang dihitung untuk pertama kali." in page
    computed()
    page = shown(signed_in(Role.AUDITOR))
    assert "Belum ada pembayaran dalam 30 hari terakhir." in page
    assert "Tidak ada data" in page
    assert "Tidak ada yang menunggu keputusan." in page


def test_late_figures_say_since_when(
    city: SmallCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    live(city)
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(minutes=5))
    assert "Angka tertunda:" in shown(signed_in())


@pytest.mark.parametrize("name", PARTS)
def test_a_part_is_sent_again_only_when_it_reads_otherwise(
    name: str, city: SmallCity
) -> None:
    live(city)
    client = signed_in()
    first = client.get(f"/komando/bagian/{name}/")
    assert first.status_code == 200
    assert first.content.decode().lstrip().startswith("<section")
    again = client.get(
        f"/komando/bagian/{name}/", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    paid(stall_bill(owner="Budi Baru"))
    hear()
    refresh_billed(first_on=DAY, last_on=DAY, now=NOON)
    anew = client.get(
        f"/komando/bagian/{name}/", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert anew.status_code == 200


@pytest.mark.parametrize("name", ["hari", "kelurahan", "retribusi", "pasar", "kanal"])
def test_each_chart_has_its_file_with_the_time_in_its_name(
    name: str, city: SmallCity
) -> None:
    live(city)
    answer = signed_in().get(f"/komando/{name}.csv")
    file_name = f'filename="{name}-2026-03-02T120000.csv"'
    assert file_name in answer.headers["Content-Disposition"]
    assert answer.streaming
    text = answer.getvalue().decode()
    assert "000" in text


def test_what_looks_like_a_formula_is_told_as_text(city: SmallCity) -> None:
    live(city)
    city.market.name = "=HYPERLINK(1)"
    city.market.save()
    answer = signed_in().get("/komando/pasar.csv")
    text = answer.getvalue().decode()
    assert "'=HYPERLINK(1)" in text


@pytest.mark.parametrize(
    "path", ["/komando/", "/komando/bagian/angka/", "/komando/hari.csv"]
)
def test_others_are_refused(path: str, city: SmallCity) -> None:
    assert StrictClient().get(path).status_code == 302
    assert signed_in(Role.RECONCILER).get(path).status_code == 403
    assert signed_in().get(path).status_code == 200


@pytest.mark.parametrize("path", ["/komando/bagian/lain/", "/komando/lain.csv"])
def test_nothing_else_is_there(path: str, city: SmallCity) -> None:
    assert signed_in().get(path).status_code == 404


def test_no_person_is_named(city: SmallCity) -> None:
    live(city)
    page = shown(signed_in())
    assert not re.search("Siti|Aminah|Wati", page)


def test_a_page_asks_as_much_for_one_payment_as_for_many(committed_db: str) -> None:
    live(small_city())
    client = signed_in()
    shown(client)
    counts = []
    for number in (1, 30):
        for one in range(number):
            paid(stall_bill(owner=f"Pedagang {number}-{one}"))
        hear()
        with CaptureQueriesContext(connection) as queries:
            shown(client)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= QUERIES_MAX


def test_the_owner_of_the_database_who_changes_a_figure_is_seen(
    committed_db: str, postgres: Postgres
) -> None:
    live(small_city())
    client = signed_in()
    assert SAME in shown(client)
    as_superuser(postgres, "UPDATE commandcenter_revenueday SET revenue_idr = 1")
    connections["default"].close()
    assert NOT_SAME in shown(client)
    assert rows("SELECT count(*) FROM commandcenter_revenueday WHERE revenue_idr = 1")
