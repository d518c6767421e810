"""One of everything a staff address may name, all of one office and one market."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Person, Scope
from accounts.roles import Role
from commandcenter.selectors.figures import TABLE_NAMES
from complaints.models import ReportCategory
from complaints.selectors import last_event_id, photo_codes
from complaints.services import NewReport, submit_report
from payments.collection.models import (
    Deposit,
    HandOver,
    Plate,
    PlateSheet,
    Shortage,
    TicketVoid,
)
from payments.collection.services import (
    ask_for_void,
    ask_to_cancel,
    open_shift,
    order_plates,
)
from payments.reconciliation.models import EvidenceKind, Finding
from payments.reconciliation.services import (
    import_settlement,
    keep_upload,
    reconcile,
)
from permits.models import PermitType
from permits.selectors import current_parts
from tests.accounts.people import give, person
from tests.collection.samples import (
    Market,
    cash_for,
    closed,
    deposited,
    handed_over,
    on_duty,
)
from tests.levies.samples import DAY, NOON, SmallCity, stall_bill
from tests.permits.samples import checked, office, photo
from tests.receipts.samples import paid_payment
from tests.reconciliation.samples import Line, report

BEGINNING = date(2026, 1, 1)
HERE, CITY, ELSEWHERE = "its office", "the whole city", "another office"


@dataclass(frozen=True)
class World:
    """The city, where roles may hold in it, and what the addresses name."""

    city: SmallCity
    names: dict[str, object]
    review: dict[str, str]

    def scope(self, where: str) -> Scope:
        return {
            HERE: Scope(opd=self.city.market_opd),
            CITY: Scope(),
            ELSEWHERE: Scope(opd=self.city.waste_opd),
        }[where]

    def somebody(self, role: Role, where: str) -> Person:
        """Who holds one role in one place; a collector who may begins a shift."""
        found = person(f"{role.value}-{where.replace(' ', '-')}")
        give(found, role, self.scope(where), valid_from=BEGINNING)
        if role is Role.COLLECTOR and where != ELSEWHERE:
            open_shift(collector=found, market=self.city.market, now=NOON)
        return found


def staff_world() -> World:
    """Siti's stall, her application and her report; Wati's cash and Sari's count."""
    people = office()
    city = people.city
    other_office(city)
    application = checked(people)
    parts = current_parts(application)
    report_sent = submit_report(new=new_report(city), now=NOON)
    names = {
        "number": application.number,
        "part_id": parts["ktp"].pk,
        "TURN": application.turn,
        "report": report_sent.number,
        "photo": photo_codes(report_sent)[report_sent.photo_id or 0],
        "step": "terima",
        "SEEN": last_event_id(report_sent),
        "part": "angka",
        "table": TABLE_NAMES[0],
    }
    review = {f"verdict-{item}": "valid" for item in parts} | {
        "turn": str(application.turn),
        "ukuran": "6",
        "catatan": "Diukur dua kali.",
    }
    return World(city, names | cash(people_with_cash(city)) | evidence(), review)


def other_office(city: SmallCity) -> None:
    """An office that has permits of its own, and so a queue."""
    ours = PermitType.objects.get(code="skpt")
    PermitType.objects.create(
        code="izin-lain",
        version=1,
        opd=city.waste_opd,
        content=ours.content,
        sha256=ours.sha256,
        loaded_at=NOON,
    )


def people_with_cash(city: SmallCity) -> Market:
    wati, sari = person("wati"), person("sari")
    give(wati, Role.COLLECTOR, Scope(market=city.market), valid_from=DAY)
    give(sari, Role.OPD_TREASURER, Scope(opd=city.market_opd), valid_from=DAY)
    return Market(city, wati, wati, sari)


def new_report(city: SmallCity) -> NewReport:
    category = ReportCategory.objects.create(
        code="jadwal",
        name="Sampah tidak diangkut",
        opd=city.market_opd,
        position=1,
        deadline_days=14,
        deadline_basis="uji",
        needs_photo=False,
        is_confidential=False,
    )
    return NewReport(
        category=category,
        kelurahan=city.kelurahan,
        text="Sejak Jumat",
        photo=photo(),
    )


def cash(market: Market) -> dict[str, object]:
    """Wati's ended shifts: one under a slip that Sari calls wrong, one handed over
    with a shortage, one that is to be counted.
    """
    slip = wrong_slip(market)
    first = hand_over_of(market, stall_bill())
    sheet = order_plates(market=market.city.market, person=market.sari, now=NOON)
    PlateSheet.objects.filter(pk=sheet.pk).update(pdf=b"%PDF-", made_at=NOON)
    handed_over(market, first, counted=10_000)
    taken = on_duty(market)
    ticket = cash_for(taken, stall_bill(day=date(2026, 3, 3)))
    offered = closed(taken, 18_000)
    assert offered is not None
    wrong = wrong_ticket(market)
    owed = stall_bill(day=date(2026, 3, 4))
    payment = paid_payment(stall_bill(day=date(2026, 3, 5)))
    return {
        "code": Plate.objects.get(levy_object=owed.levy_object).code,
        "KODE": owed.kode_bayar,
        "payment_code": payment.code,
        "ticket": ticket.ticket.code,
        "shift_id": taken.pk,
        "hand_over_id": offered.pk,
        "deposit_id": slip.pk,
        "void_id": wrong.pk,
        "list": "setoran",
        "shortage_id": Shortage.objects.get().pk,
        "sheet_id": sheet.pk,
    }


def wrong_slip(market: Market) -> Deposit:
    handed_over(market, hand_over_of(market, stall_bill(day=date(2026, 3, 6))), 18_000)
    return ask_to_cancel(
        deposit_id=deposited(market, 18_000).pk,
        treasurer=market.sari,
        reason="Jumlahnya keliru.",
        now=NOON,
    )


def wrong_ticket(market: Market) -> TicketVoid:
    """Rina's, in the shift that she is on."""
    rina = person("rina")
    give(rina, Role.COLLECTOR, Scope(market=market.city.market), valid_from=DAY)
    taken = cash_for(on_duty(market, rina), stall_bill(day=date(2026, 3, 7)))
    return ask_for_void(
        cash_id=taken.pk, collector=rina, reason="Salah lapak.", now=NOON
    )


def hand_over_of(market: Market, *bills: object) -> HandOver:
    shift = on_duty(market)
    cash_for(shift, *bills)  # type: ignore[arg-type]
    found = closed(shift, 18_000)
    assert found is not None
    return found


def evidence() -> dict[str, object]:
    """A report of the gateway with a line nobody knows."""
    line = Line(order_id="UJI-asing", transaction_id="asing", gross=5_000)
    file = import_settlement(
        name="laporan.csv", content=report([line]), person=None, now=NOON
    )
    reconcile(now=NOON)
    upload = keep_upload(
        kind=EvidenceKind.SETTLEMENT,
        name="besar.csv",
        chunks=[b"x"],
        person=None,
        now=NOON,
    )
    return {
        "file_id": file.pk,
        "upload_id": upload.pk,
        "finding_id": Finding.objects.order_by("pk")[0].pk,
        "reference": "PO-1",
        "money_id": 0,
        "request_id": 0,
    }
