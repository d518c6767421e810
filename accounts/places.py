"""The one table of staff pages: where sign-in leads, and what is offered to whom.

A page is offered by the action it asks for. It is also the desk of some roles: those
are brought to it. /kantor/halaman/ lists to everybody all that they may open; who has
no desk begins there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import Action, Role


@dataclass(frozen=True, slots=True)
class Place:
    """A page for staff: by URL name, whom it opens to, and what is done there."""

    page: str
    action: Action
    label: str | Promise
    what: str | Promise
    desk_of: frozenset[Role] = frozenset()

    @property
    def href(self) -> str:
        return reverse(self.page)


PLACES = (
    Place(
        "reconciliation:day",
        Action.SEE_RECONCILIATION,
        _("Rekonsiliasi BP2RD"),
        _("Tagihan, gateway, bank, dan setoran tunai per hari; selisih dan buktinya."),
        frozenset({Role.RECONCILER, Role.RECONCILIATION_APPROVER, Role.CITY_TREASURY}),
    ),
    Place(
        "collection:home",
        Action.COLLECT_MONEY,
        _("Tugas memungut"),
        _("Pindai lapak, terima QRIS atau tunai, serahkan uangnya."),
        frozenset({Role.COLLECTOR}),
    ),
    Place(
        "till:till",
        Action.SEE_TREASURY,
        _("Kas dan setoran"),
        _(
            "Uang dari juru pungut, setoran (STS), kekurangan; "
            "putusan batal karcis dan STS."
        ),
        frozenset({Role.OPD_TREASURER}),
    ),
    Place(
        "plates:markets",
        Action.PRINT_PLATES,
        _("Plat lapak"),
        _("Cetak plat QR untuk lapak tiap pasar."),
    ),
    Place(
        "reports_office:queue",
        Action.ANSWER_REPORTS,
        _("Laporan warga"),
        _("Terima, kerjakan, dan jawab laporan dengan foto bukti."),
        frozenset({Role.REPORT_OFFICER}),
    ),
    Place(
        "permits_office:queue",
        Action.SEE_APPLICATIONS,
        _("Permohonan izin"),
        _("Antrean menurut sisa hari kerja; isian, berkas, dan keputusan."),
        frozenset({Role.PERMIT_OFFICER, Role.HEAD_OF_OPD}),
    ),
    Place(
        "commandcenter:page",
        Action.SEE_COMMAND_CENTRE,
        _("Pusat komando"),
        _("Pendapatan, izin, dan laporan kota per kelurahan."),
        frozenset({Role.MAYOR}),
    ),
    Place(
        "reconciliation:audit",
        Action.SEE_AUDIT_LOG,
        _("Jejak audit"),
        _("Siapa melakukan apa dan kapan; periksa keutuhan rantainya."),
    ),
    Place(
        "home",
        Action.SEE_BILLS,
        _("Cari tagihan"),
        _("Buka tagihan dengan kode bayarnya, seperti yang dilihat pembayar."),
    ),
)
# What some do elsewhere, and how: no page here is for it.
WITHOUT_PAGE: Mapping[Action, str | Promise] = {
    Action.ISSUE_BILLS: _(
        "Penetapan (SKRD): tagihan berkala terbit sendiri dari tarif, sesudah pukul "
        "00.05. Tidak ada yang perlu ditekan."
    ),
    Action.MANAGE_PEOPLE: _(
        "Orang dan peran: dicatat oleh pengelola sistem, dan tiap perubahan masuk "
        "jejak audit. Belum ada halamannya."
    ),
}


def places_for(actions: Iterable[Action]) -> list[Place]:
    """The pages that these actions open, in the order of the table."""
    held = frozenset(actions)
    return [place for place in PLACES if place.action in held]


def done_elsewhere(actions: Iterable[Action]) -> list[str]:
    """What these actions allow that has no page, in words."""
    held = frozenset(actions)
    return [str(words) for action, words in WITHOUT_PAGE.items() if action in held]


def desk_of(roles: Iterable[Role]) -> Place | None:
    """Where somebody with these roles works; none for who only chooses."""
    held = frozenset(roles)
    return next((place for place in PLACES if place.desk_of & held), None)
