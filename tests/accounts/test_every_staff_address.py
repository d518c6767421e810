"""Every address of the staff × every role × where it holds, against accounts.roles.

An address that this table does not name fails the first test: who adds one says here
who may come in.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.roles import ALLOWED, Action, Role
from kernel import clock
from tests.accounts.people import person
from tests.accounts.staff_world import CITY, ELSEWHERE, HERE, World, staff_world
from tests.permits.samples import NOW
from tests.strict_client import StrictClient

STAFF = ("bp2rd/", "petugas/", "kantor/", "komando/")
SIGN_IN = "/akun/masuk/"
START = "/petugas/"
REFUSED = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
# What makes a phone's app of the collectors' pages tells nothing of anybody; the
# demo's button is not there outside the demo; two only show everybody their own way.
OPEN = {
    "petugas/manifest.webmanifest",
    "petugas/sw.js",
    "petugas/luring/",
    "bp2rd/demo/hari-berikutnya/",
    "kantor/",
    "kantor/halaman/",
}


@dataclass(frozen=True)
class Gate:
    """What an address asks for: one of these actions, held in one of these places."""

    actions: frozenset[Action]
    where: frozenset[str]

    def opens(self, role: Role, where: str) -> bool:
        return where in self.where and bool(self.actions & ALLOWED[role])


def gate(*actions: Action, where: Iterable[str] = (CITY, HERE)) -> Gate:
    return Gate(frozenset(actions), frozenset(where))


BOOKS = gate(Action.SEE_RECONCILIATION, where=[CITY])
ANSWER = gate(Action.ANSWER_FINDINGS, where=[CITY])
LOG = gate(Action.SEE_AUDIT_LOG, where=[CITY])
ASK_REFUND = gate(Action.REQUEST_REFUND, where=[CITY])
DECIDE_REFUND = gate(Action.APPROVE_REFUND, where=[CITY])
IMPORT = gate(Action.IMPORT_REPORTS, where=[CITY])
WATCH = gate(Action.SEE_COMMAND_CENTRE, where=[CITY])
COLLECT = gate(Action.COLLECT_MONEY)
CASH = gate(Action.RECEIVE_CASH)
OWN_CASH = gate(Action.RECEIVE_CASH, where=[CITY, HERE, ELSEWHERE])
TREASURY = gate(Action.SEE_TREASURY)
OWN_TREASURY = gate(Action.SEE_TREASURY, where=[CITY, HERE, ELSEWHERE])
PLATES = gate(Action.PRINT_PLATES)
REPORT = gate(Action.ANSWER_REPORTS)
OWN_REPORTS = gate(Action.ANSWER_REPORTS, where=[CITY, HERE, ELSEWHERE])
SEE = gate(Action.SEE_APPLICATIONS)
OWN_PERMITS = gate(Action.SEE_APPLICATIONS, where=[CITY, HERE, ELSEWHERE])
CHECK = gate(Action.CHECK_APPLICATIONS)
DECIDE = gate(Action.APPROVE_APPLICATIONS)
NIK = gate(Action.CHECK_APPLICATIONS, Action.APPROVE_APPLICATIONS)
# A thing of one person: no role of others leads to it.
HERS = gate()


@dataclass(frozen=True)
class Address:
    """A path, its gate, and what is sent there (None: it is only looked at).

    `goes_out`: it talks to a gateway or needs a transaction of its own, so here it is
    tried only by those it refuses.
    """

    path: str
    gate: Gate
    sent: dict[str, str] | None = None
    goes_out: bool = False
    finds_nothing: bool = False
    names: dict[str, str] = field(default_factory=dict)


def get(path: str, opens_to: Gate, **more: Any) -> Address:
    return Address(path, opens_to, **more)


def post(path: str, opens_to: Gate, *, goes_out: bool = False, **sent: str) -> Address:
    return Address(path, opens_to, sent=sent, goes_out=goes_out)


STALL = "petugas/lapak/<str:code>/"
QRIS = f"{STALL}qris/<str:payment_code>/"
SERAH = "petugas/serah/<int:hand_over_id>/"
STS = "kantor/kas/sts/<int:deposit_id>/"
KARCIS = "petugas/karcis/<str:code>/"
IZIN = "kantor/izin/<str:number>/"
LAPORAN = "kantor/laporan/<str:number>/"
OF_REPORT = {"number": "report", "code": "photo", "step": "step"}
ADDRESSES = [
    get("bp2rd/", BOOKS),
    get("bp2rd/hari.csv", BOOKS),
    post("bp2rd/rekonsiliasi/", IMPORT, goes_out=True),
    get("bp2rd/selisih/", BOOKS),
    get("bp2rd/selisih/<int:finding_id>/", BOOKS),
    post("bp2rd/selisih/<int:finding_id>/catatan/", ANSWER, catatan="Ditanyakan."),
    get("bp2rd/pengembalian/", BOOKS),
    get("bp2rd/pengembalian/uang/<int:money_id>/", ASK_REFUND, finds_nothing=True),
    get("bp2rd/pengembalian/<int:request_id>/", BOOKS, finds_nothing=True),
    *(
        Address(
            f"bp2rd/pengembalian/<int:request_id>/{verb}/",
            DECIDE_REFUND,
            {"alasan": "Uji."},
            finds_nothing=True,
        )
        for verb in ("setujui", "tolak")
    ),
    get("bp2rd/jejak/", LOG),
    get("bp2rd/pencairan/", BOOKS),
    get("bp2rd/pencairan/<slug:reference>/", BOOKS, finds_nothing=True),
    get("bp2rd/bukti/", BOOKS),
    post("bp2rd/bukti/laporan-gateway/", IMPORT),
    post("bp2rd/bukti/rekening-koran/", IMPORT),
    post("bp2rd/bukti/laporan-gateway/tarik/", IMPORT, goes_out=True),
    post("bp2rd/bukti/rekening-koran/tarik/", IMPORT, goes_out=True),
    get("bp2rd/bukti/<int:file_id>/", BOOKS),
    get("bp2rd/unggahan/<int:upload_id>/", BOOKS),
    get("petugas/", COLLECT),
    post("petugas/mulai/", COLLECT, pasar="pasar-contoh"),
    get("petugas/pindai/", COLLECT),
    get(STALL, COLLECT),
    get(f"{STALL}tunai/", COLLECT),
    post(f"{STALL}tunai/terima/", COLLECT, kode="KODE", jumlah="18000", kunci="0" * 32),
    post(f"{STALL}qris/", COLLECT, goes_out=True, kode="KODE"),
    get(QRIS, COLLECT),
    get(f"{QRIS}status/", COLLECT),
    post(f"{QRIS}periksa/", COLLECT, goes_out=True),
    get("petugas/selesai/", COLLECT),
    get("petugas/karcis/", COLLECT),
    get(KARCIS, HERS, names={"code": "ticket"}),
    Address(f"{KARCIS}batal/", HERS, {"alasan": "Salah."}, names={"code": "ticket"}),
    get("petugas/tugas/<int:shift_id>/", HERS),
    get(SERAH, HERS),
    post(f"{SERAH}terima/", HERS, jumlah="18000"),
    post(f"{SERAH}keberatan/", HERS, alasan="Hitungannya keliru."),
    get("kantor/kas/", OWN_TREASURY),
    get("kantor/kas/daftar/<slug:name>/", OWN_TREASURY, names={"name": "list"}),
    get("kantor/kas/serah/<int:hand_over_id>/", CASH),
    post("kantor/kas/serah/<int:hand_over_id>/", CASH, dihitung="18000"),
    post("kantor/kas/setor/", OWN_CASH, jumlah="10000"),
    get("kantor/kas/kekurangan/<int:shortage_id>/lunas/", CASH),
    post("kantor/kas/kekurangan/<int:shortage_id>/lunas/", CASH, dihitung="8000"),
    get(STS, TREASURY),
    post(f"{STS}batal/", gate(Action.REQUEST_VOID), alasan="Jumlahnya keliru."),
    post(f"{STS}batal/setuju/", gate(Action.APPROVE_VOID)),
    post(f"{STS}tetap/", gate(Action.REQUEST_VOID, Action.APPROVE_VOID)),
    *(
        post(f"kantor/kas/karcis/<int:void_id>/{verb}/", gate(Action.APPROVE_VOID))
        for verb in ("batal", "tetap")
    ),
    get("kantor/plat/", PLATES),
    post("kantor/plat/cetak/", PLATES, pasar="pasar-contoh"),
    get("kantor/plat/<int:sheet_id>/", PLATES),
    get("kantor/plat/<int:sheet_id>/status/", PLATES),
    get("kantor/plat/<int:sheet_id>.pdf", PLATES),
    get("kantor/laporan/", OWN_REPORTS),
    get(LAPORAN, REPORT, names=OF_REPORT),
    get(f"{LAPORAN}foto/<str:code>/", REPORT, names=OF_REPORT),
    Address(f"{LAPORAN}<slug:step>/", REPORT, {"terlihat": "SEEN"}, names=OF_REPORT),
    get("kantor/izin/", OWN_PERMITS),
    get(IZIN, SEE),
    get(f"{IZIN}berkas/<int:part_id>/", SEE),
    *(
        post(f"{IZIN}{verb}/", CHECK, form="REVIEW")
        for verb in ("periksa", "usulkan", "usulkan-tolak")
    ),
    post(f"{IZIN}kembalikan/", CHECK, form="CORRECTION"),
    *(
        post(f"{IZIN}{verb}/", DECIDE, turn="TURN", alasan="Jalur hijau.")
        for verb in ("setujui", "tolak", "periksa-ulang", "batalkan-tagihan")
    ),
    post(f"{IZIN}nik/", NIK),
    get("komando/", WATCH),
    get("komando/bagian/<slug:name>/", WATCH, names={"name": "part"}),
    get("komando/<slug:name>.csv", WATCH, names={"name": "table"}),
]


@pytest.fixture
def world(db: None, empty_cache: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return staff_world()


def paths(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every path of the site, as it is written."""
    for one in resolver.url_patterns:
        whole = f"{before}{one.pattern}"
        if isinstance(one, URLPattern):
            yield whole
        else:
            yield from paths(one, whole)


def test_every_address_of_the_staff_stands_in_the_table() -> None:
    staff = {path for path in paths(get_resolver()) if path.startswith(STAFF)}
    assert staff == {one.path for one in ADDRESSES} | OPEN


def test_strangers_are_led_to_the_sign_in_page(world: World) -> None:
    let_in = []
    for address in ADDRESSES:
        answer = asked(StrictClient(), world, address)
        if not answer.headers.get("Location", "").startswith(SIGN_IN):
            let_in.append((address.path, answer.status_code))
    assert let_in == []


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.OPD_TREASURER, "/kantor/kas/"),
        (Role.REPORT_OFFICER, "/kantor/laporan/"),
        (Role.RECONCILER, "/bp2rd/"),
    ],
)
def test_the_office_leads_each_to_where_they_work(
    role: Role, page: str, world: World
) -> None:
    client = StrictClient()
    assert client.get("/kantor/").headers["Location"].startswith(SIGN_IN)
    client.force_login(world.somebody(role, CITY))
    assert client.get("/kantor/").headers["Location"] == page


def test_somebody_without_a_role_comes_in_nowhere(world: World) -> None:
    client = StrictClient()
    client.force_login(person("joko"))
    assert [one.path for one in ADDRESSES if came_in(client, world, one)] == []


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_the_table_of_roles_says_and_where(
    role: Role, world: World
) -> None:
    wrong = []
    for where in (HERE, CITY, ELSEWHERE):
        client = StrictClient()
        client.force_login(world.somebody(role, where))
        for address in ADDRESSES:
            should = address.gate.opens(role, where)
            if should and address.goes_out:
                continue
            if came_in(client, world, address) != should:
                wrong.append((where, address.path, "refused" if should else "let in"))
    assert wrong == []


def came_in(client: StrictClient, world: World, address: Address) -> bool:
    """Whether the gate let them through; nothing they did there stays."""
    answer = asked(client, world, address)
    assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, address.path
    if address.finds_nothing:
        return bool(answer.status_code != HTTPStatus.FORBIDDEN)
    if answer.headers.get("Location") == START:
        return False
    return answer.status_code not in REFUSED


def asked(client: StrictClient, world: World, address: Address) -> Any:
    path = "/" + re.sub(
        r"<\w+:(\w+)>",
        lambda name: str(world.names[address.names.get(name[1], name[1])]),
        address.path,
    )
    with transaction.atomic():
        if address.sent is None:
            answer = client.get(path)
        else:
            answer = client.post(path, filled(world, address.sent))
        transaction.set_rollback(True)
    return answer


def filled(world: World, sent: dict[str, str]) -> dict[str, Any]:
    """What is sent, with what only the world knows put in."""
    if "form" in sent:
        correction = {"verdict-ktp": "correct", "note-ktp": "Buram."}
        return world.review | (correction if sent["form"] == "CORRECTION" else {})
    return {name: world.names.get(value, value) for name, value in sent.items()}
