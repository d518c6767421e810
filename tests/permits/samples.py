"""Siti applies for a kiosk, Budi checks, Ratna decides; Joko is a stranger.

The type is the first city's own file, in a small city that has its tariffs.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import transaction

from accounts.models import Person, Scope
from accounts.roles import Role
from city.selectors import business_date_of
from kernel.money import Rupiah
from levies.models import Bill, Billing, LevyType, Tariff
from levies.selectors import lock_bills
from levies.services import apply_payment, take_back_payment
from payments.models import Payment
from permits.models import Application, PermitType, Verdict
from permits.selectors import current_parts, current_type
from permits.services import (
    ItemVerdict,
    answer_page,
    approve_application,
    attach_requirement,
    follow_bill,
    load_permit_types,
    recommend,
    start_application,
    submit_application,
)
from tests.accounts.people import give, person
from tests.levies.samples import SmallCity, small_city
from tests.receipts.samples import paid_payment
from tests.uploads.samples import document, document_bytes, picture
from uploads.services import CleanFile, Kind, clean_file

# Tuesday, 24 November 2026, 10.00 in the city (UTC+9).
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
ZERO = timedelta(0)
NIK = "8271014511900001"
PERSONAL = {
    "nama": "Siti Aminah",
    "nik": NIK,
    "telepon": "0812 3456 7890",
    "kelurahan": "99.01.01.1001",
}
PLACE = {"pasar": "pasar-contoh", "jenis": "kios", "unit": "Blok A nomor 12"}
TRADE = {"dagangan": "Sayur"}
PAGES = {"pemohon": PERSONAL, "tempat": PLACE, "usaha": TRADE}
PAPERS = ("ktp", "kk", "foto-tempat")


@dataclass(frozen=True)
class Office:
    """The people of the office, and the city they work in."""

    city: SmallCity
    checker: Person
    approver: Person

    def elsewhere(self) -> Scope:
        """Another office of the same city."""
        return Scope(opd=self.city.waste_opd)


def office() -> Office:
    """Budi may check, Ratna may decide, for the office that owns the markets."""
    city = small_city()
    _tariff(city, "pasar-kios", "kios", 1_250)
    _tariff(city, "pasar-pelataran", "pelataran", 3_000)
    load_permit_types(settings.CITIES_DIR / "ternate", now=NOW)
    scope = Scope(opd=city.market_opd)
    budi, ratna = person("budi"), person("ratna")
    give(budi, Role.PERMIT_OFFICER, scope)
    give(ratna, Role.HEAD_OF_OPD, scope)
    return Office(city, budi, ratna)


@cache
def pdf() -> CleanFile:
    """A letter, cleaned once for all tests."""
    raw = document_bytes(document())
    return clean_file(file=raw, allowed=[Kind.PDF], name="surat.pdf")


def later(*, days: int) -> datetime:
    return NOW + timedelta(days=days)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def on(instant: datetime) -> date:
    return business_date_of(instant)


def skpt() -> PermitType:
    return current_type("skpt")


@cache
def photo() -> CleanFile:
    """A photograph, cleaned once for all tests."""
    return clean_file(file=picture(), allowed=[Kind.PICTURE], name="ktp.jpg")


def draft(now: datetime = NOW, **changes: str) -> Application:
    """A draft that lacks nothing; `changes` are answers by question."""
    application = start_application(permit_type=skpt(), now=now)
    for page, answers in PAGES.items():
        told = {code: changes.get(code, text) for code, text in answers.items()}
        answer_page(application=application, page=page, answers=told, now=now)
    for code in PAPERS:
        attach_requirement(
            application=application, requirement=code, file=photo(), now=now
        )
    return application


def submitted(now: datetime = NOW, **changes: str) -> Application:
    return submit_application(application=draft(now, **changes), now=now)


def all_valid(application: Application) -> dict[str, ItemVerdict]:
    return {item: ItemVerdict(Verdict.VALID) for item in current_parts(application)}


def checked(people: Office, now: datetime = NOW, **changes: str) -> Application:
    """Checked by Budi: 6 m², all in order."""
    application = submitted(now, **changes)
    return recommend(
        application=application,
        person=people.checker,
        is_favoured=True,
        verdicts=all_valid(application),
        findings={"ukuran": "6"},
        now=now,
    )


def approved(people: Office, now: datetime = NOW, **changes: str) -> Application:
    """Approved by Ratna: a bill waits for Siti."""
    return approve_application(
        application=checked(people, now, **changes), person=people.approver, now=now
    )


@transaction.atomic
def pay(
    application: Application, *, now: datetime = NOW, window: timedelta = ZERO
) -> Payment:
    """Siti's money is booked on the bill, as payments does; nobody is told yet."""
    (bill,) = lock_bills([bill_of(application).kode_bayar])
    payment = paid_payment(bill, paid_at=now, window=window)
    apply_payment(
        bill=bill,
        principal=Rupiah(bill.amount_idr),
        paid_on=TODAY,
        cause=payment.code,
        now=now,
    )
    return payment


@transaction.atomic
def take_money_back(application: Application, *, now: datetime = NOW) -> None:
    """The bank takes it back: owed again; nobody is told yet."""
    (bill,) = lock_bills([bill_of(application).kode_bayar])
    take_back_payment(bill=bill, principal=Rupiah(bill.paid_idr), cause="uji", now=now)
    bill.items.all().update(booked_principal_idr=0)


def follow(application: Application, *, now: datetime = NOW) -> Application:
    """The outbox tells permits of the bill."""
    follow_bill(bill_id=bill_of(application).pk, now=now)
    return fresh(application)


def issued(people: Office, now: datetime = NOW, **changes: str) -> Application:
    """Paid, and decided."""
    application = approved(people, now, **changes)
    pay(application, now=now)
    return follow(application, now=now)


def bill_of(application: Application) -> Bill:
    bill = fresh(application).bill
    assert bill is not None
    return bill


def fresh(application: Application) -> Application:
    return Application.objects.with_details().get(pk=application.pk)


def event_names(application: Application) -> list[str]:
    return list(application.events.order_by("id").values_list("name", flat=True))


def _tariff(city: SmallCity, code: str, object_class: str, amount_idr: int) -> None:
    levy, _ = LevyType.objects.get_or_create(
        code=code,
        defaults={
            "name": f"Retribusi Pelayanan Pasar – {object_class.capitalize()}",
            "opd": city.market_opd,
            "revenue_account": city.stall_levy.revenue_account,
            "billing": Billing.DAILY_EXPECTATION,
            "due_days": 0,
        },
    )
    Tariff.objects.get_or_create(
        levy_type=levy,
        object_class=object_class,
        defaults={
            "unit": "m2",
            "period": "day",
            "amount_idr": amount_idr,
            "valid_from": date(2016, 3, 1),
            "legal_basis": "Perda PDRD Kota Uji",
            "source": "uji",
        },
    )
