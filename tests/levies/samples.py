"""A small city with two levies, its people and bills, quickly in any database.

Siti has a stall in the market; Budi's household pays for waste. Everything is found
again when it is asked for twice.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction

from city.models import CityProfile, Kecamatan, Kelurahan, Market, Opd, RevenueAccount
from kernel.identifiers import kode_bayar
from kernel.money import Rupiah
from ledger.postings import skrd_issued
from ledger.services import post
from levies.models import (
    Bill,
    BillEvent,
    Billing,
    LevyObject,
    LevyType,
    Payer,
    Tariff,
)
from levies.transitions import BillState
from papers.models import Paper, PaperKind
from papers.services import issue_papers

DAY = date(2026, 3, 2)
MONTH = date(2026, 3, 1)
NOON = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


@dataclass(frozen=True)
class SmallCity:
    """The small city's rows that tests name."""

    profile: CityProfile
    market_opd: Opd
    waste_opd: Opd
    suspense_opd: Opd
    market: Market
    kelurahan: Kelurahan
    stall_levy: LevyType
    waste_levy: LevyType
    stall_tariff: Tariff
    waste_tariff: Tariff


def small_city(timezone: str = "Asia/Jayapura") -> SmallCity:
    """A city with a market, two collecting OPD, a revenue office and two tariffs."""
    market_opd = _opd("disperindag", "Dinas Perindustrian dan Perdagangan")
    waste_opd = _opd("dlh", "Dinas Lingkungan Hidup")
    suspense_opd = _opd("bp2rd", "Badan Pengelola Pajak dan Retribusi Daerah")
    kecamatan, _ = Kecamatan.objects.get_or_create(
        code="99.01.01", defaults={"name": "Kecamatan Contoh"}
    )
    kelurahan, _ = Kelurahan.objects.get_or_create(
        code="99.01.01.1001", defaults={"name": "Contoh", "kecamatan": kecamatan}
    )
    market, _ = Market.objects.get_or_create(
        code="pasar-contoh",
        defaults={
            "name": "Pasar Contoh",
            "opd": market_opd,
            "kelurahan": kelurahan,
            "trader_count": 10,
            "source": "uji",
        },
    )
    stall_levy = _levy_type(
        "pasar", "Retribusi Pelayanan Pasar", market_opd, "4.1.02.01.05.0002"
    )
    waste_levy = _levy_type(
        "kebersihan", "Retribusi Pelayanan Kebersihan", waste_opd, "4.1.02.01.14.0001"
    )
    return SmallCity(
        profile=_profile(suspense_opd, timezone),
        market_opd=market_opd,
        waste_opd=waste_opd,
        suspense_opd=suspense_opd,
        market=market,
        kelurahan=kelurahan,
        stall_levy=stall_levy,
        waste_levy=waste_levy,
        stall_tariff=_tariff(stall_levy, "los", "m2", "day", 3_000),
        waste_tariff=_tariff(waste_levy, "rumah-tangga", "object", "month", 10_000),
    )


def bill_by_tariff(levy_type: LevyType, tariff: Tariff) -> Bill:
    """Some bill that was computed from this tariff row."""
    levy_object = LevyObject.objects.create(
        code=f"objek-{tariff.pk}",
        levy_type=levy_type,
        payer=payer("Rahmat"),
        object_class=tariff.object_class,
        label="Objek Rahmat",
        kelurahan=Kelurahan.objects.order_by("code")[0],
        valid_from=tariff.valid_from,
    )
    return _bill(
        levy_object,
        tariff=tariff,
        state=BillState.EXPECTED,
        period=(DAY, DAY),
        due_on=DAY,
        inputs={"size_dm2": None, "days": 1, "tariff_idr": tariff.amount_idr},
        amount_idr=tariff.amount_idr,
        now=NOON,
    )


def payer(name: str = "Siti Aminah") -> Payer:
    """A payer by name."""
    code = name.lower().replace(" ", "-")
    found, _ = Payer.objects.get_or_create(
        code=code, defaults={"npwrd": f"R1-{code}"[:30], "name": name}
    )
    return found


def stall(city: SmallCity, *, owner: str, size_dm2: int = 600) -> LevyObject:
    """A stall of the market; 600 dm² are 6 m²."""
    found, _ = LevyObject.objects.get_or_create(
        code=f"los-{owner.lower().replace(' ', '-')}-{size_dm2}",
        defaults={
            "levy_type": city.stall_levy,
            "payer": payer(owner),
            "object_class": "los",
            "label": f"Los {owner}",
            "market": city.market,
            "kelurahan": city.kelurahan,
            "size_dm2": size_dm2,
            "valid_from": date(2024, 1, 5),
        },
    )
    return found


def household(city: SmallCity, *, owner: str) -> LevyObject:
    """A household whose waste is collected."""
    found, _ = LevyObject.objects.get_or_create(
        code=f"rumah-{owner.lower().replace(' ', '-')}",
        defaults={
            "levy_type": city.waste_levy,
            "payer": payer(owner),
            "object_class": "rumah-tangga",
            "label": f"Rumah {owner}",
            "kelurahan": city.kelurahan,
            "valid_from": date(2024, 1, 5),
        },
    )
    return found


def write_stall_bill(levy_object: LevyObject, *, day: date = DAY) -> Bill:
    """A row for one day of a stall, without asking whether there is one."""
    tariff = levy_object.levy_type.tariffs.get(object_class="los")
    return Bill.objects.create(
        kode_bayar=kode_bayar(_next_serial()),
        levy_type=levy_object.levy_type,
        levy_object=levy_object,
        payer=levy_object.payer,
        opd=levy_object.levy_type.opd,
        state=BillState.EXPECTED,
        period_from=day,
        period_until=day,
        due_on=day,
        tariff=tariff,
        inputs={"size_dm2": 600, "days": 1, "tariff_idr": 3_000},
        amount_idr=18_000,
        issued_at=NOON,
    )


def stall_bill(
    *,
    day: date = DAY,
    size_dm2: int = 600,
    owner: str = "Siti Aminah",
    now: datetime = NOON,
) -> Bill:
    """The expectation of one stall for one day: 6 m² × Rp 3.000 = Rp 18.000."""
    city = small_city()
    tariff = city.stall_tariff
    return _bill(
        stall(city, owner=owner, size_dm2=size_dm2),
        tariff=tariff,
        state=BillState.EXPECTED,
        period=(day, day),
        due_on=day,
        inputs={"size_dm2": size_dm2, "days": 1, "tariff_idr": tariff.amount_idr},
        amount_idr=(2 * size_dm2 * tariff.amount_idr + 100) // 200,
        now=now,
    )


def waste_skrd(
    *, month: date = MONTH, owner: str = "Budi Santoso", now: datetime = NOON
) -> Bill:
    """The SKRD of one household for one month: Rp 10.000, due 15 days later."""
    city = small_city()
    tariff = city.waste_tariff
    end = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return _bill(
        household(city, owner=owner),
        tariff=tariff,
        state=BillState.ASSESSED,
        period=(month, end),
        due_on=month + timedelta(days=city.waste_levy.due_days),
        inputs={"size_dm2": None, "months": 1, "tariff_idr": tariff.amount_idr},
        amount_idr=tariff.amount_idr,
        now=now,
    )


@transaction.atomic
def _bill(
    levy_object: LevyObject,
    *,
    tariff: Tariff,
    state: BillState,
    period: tuple[date, date],
    due_on: date,
    inputs: dict[str, int | None],
    amount_idr: int,
    now: datetime,
) -> Bill:
    known = Bill.objects.filter(levy_object=levy_object, period_from=period[0]).first()
    if known:
        return known
    opd = levy_object.levy_type.opd
    account_id = levy_object.levy_type.revenue_account_id
    is_assessed = state is BillState.ASSESSED
    skrd = _assess(opd, account_id, amount_idr, now) if is_assessed else None
    bill = Bill.objects.create(
        kode_bayar=kode_bayar(_next_serial()),
        levy_type=levy_object.levy_type,
        levy_object=levy_object,
        payer=levy_object.payer,
        opd=opd,
        state=state,
        period_from=period[0],
        period_until=period[1],
        due_on=due_on,
        tariff=tariff,
        inputs=inputs,
        amount_idr=amount_idr,
        skrd=skrd,
        issued_at=now,
    )
    BillEvent.objects.create(
        bill=bill, name="issued", source="draft", target=state, cause="uji", at=now
    )
    return bill


def _assess(opd: Opd, account_id: int | None, amount_idr: int, now: datetime) -> Paper:
    """The SKRD with its number, and the receivable it stands for."""
    (paper,) = issue_papers(
        opd=opd,
        kind=PaperKind.SKRD,
        values_list=[
            {
                "city": "Kota Uji",
                "opd": opd.name,
                "payer": "Budi Santoso",
                "npwrd": "R1",
                "lines": [],
                "principal_idr": amount_idr,
                "late_interest_idr": 0,
                "total_idr": amount_idr,
            }
        ],
        issued_on=now.date(),
        now=now,
    )
    post(
        event="skrd_issued",
        reference=f"paper:{paper.pk}",
        legs=skrd_issued(
            opd_id=opd.pk, revenue_account_id=account_id, amount=Rupiah(amount_idr)
        ),
        business_date=now.date(),
        now=now,
    )
    return paper


def _next_serial() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('levies_bill_serial')")
        (serial,) = cursor.fetchone()
    return int(serial)


def _profile(suspense_opd: Opd, timezone: str) -> CityProfile:
    sanctions = _account("4.1.04.13", "Pendapatan Denda Retribusi Daerah")
    profile, _ = CityProfile.objects.get_or_create(
        id=1,
        defaults={
            "slug": "uji",
            "name": "Uji",
            "full_name": "Kota Uji",
            "timezone": timezone,
            "timezone_label": "WIT",
            "revenue_office": "BP2RD",
            "letter_suffix": "KU",
            "levy_letter_class": "974",
            "legal_basis": "Perda PDRD Kota Uji",
            "unverified_basis_text": "Perda PDRD Kota Uji, pasal belum diverifikasi",
            "rkud_bank": "Bank Uji",
            "rkud_account": "000-UJI",
            "qris_merchant_name": "KOTA UJI",
            "qris_city": "UJI",
            "nmid": "ID1020000000000",
            "suspense_opd": suspense_opd,
            "sanctions_account": sanctions,
            "help_phone": "0000-0000000",
            "help_hours": "Senin-Jumat 08.00-16.00",
            "help_address": "Jalan Uji 1",
        },
    )
    return profile


def _opd(code: str, name: str) -> Opd:
    opd, _ = Opd.objects.get_or_create(
        code=code, defaults={"name": name, "letter_code": code.upper()}
    )
    return opd


def _account(code: str, name: str) -> RevenueAccount:
    account, _ = RevenueAccount.objects.get_or_create(
        code=code, defaults={"name": name, "source": "uji"}
    )
    return account


def _levy_type(code: str, name: str, opd: Opd, account: str) -> LevyType:
    is_daily = code == "pasar"
    levy_type, _ = LevyType.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "opd": opd,
            "revenue_account": _account(account, name),
            "billing": Billing.DAILY_EXPECTATION if is_daily else Billing.MONTHLY_SKRD,
            "due_days": 0 if is_daily else 15,
        },
    )
    return levy_type


def _tariff(
    levy_type: LevyType, object_class: str, unit: str, period: str, amount_idr: int
) -> Tariff:
    tariff, _ = Tariff.objects.get_or_create(
        levy_type=levy_type,
        object_class=object_class,
        defaults={
            "unit": unit,
            "period": period,
            "amount_idr": amount_idr,
            "valid_from": date(2024, 1, 5),
            "legal_basis": "Perda PDRD Kota Uji",
            "source": "uji",
        },
    )
    return tariff
