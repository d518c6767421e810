"""Words of BP2RD's pages for what the tables hold."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from payments.collection.models import HandOver
from payments.collection.transitions import HandOverState
from payments.models import RefundRequest, UnappliedMoney

Outcome, Route = RefundRequest.Outcome, RefundRequest.Route
REASONS: Mapping[str, str | Promise] = {
    UnappliedMoney.Reason.PAID_TWICE: _("dibayar dua kali"),
    UnappliedMoney.Reason.BILL_CLOSED: _("tagihannya sudah ditutup"),
    UnappliedMoney.Reason.TOO_MUCH: _("dibayar lebih"),
    UnappliedMoney.Reason.UNKNOWN_ORDER: _("pesanan tidak dikenal"),
    UnappliedMoney.Reason.CASH_OVER: _("kas lebih dari karcis"),
}
ROUTES: Mapping[str, str | Promise] = {
    Route.GATEWAY: _("lewat gateway"),
    Route.TREASURY: _("SKRDLB dan perintah bayar BUD"),
}
OUTCOMES: Mapping[str, tuple[str, str | Promise]] = {
    Outcome.CALLED_OFF: ("bad", _("Dibatalkan setelah disetujui")),
    Outcome.DECLINED: ("bad", _("Ditolak")),
    Outcome.NOT_OWED: ("good", _("Selesai: uangnya sudah kembali lewat gateway")),
    Outcome.PAID_OUT: ("bad", _("Dicairkan lebih dulu; ajukan lagi lewat BUD")),
    Outcome.REFUNDED: ("good", _("Sudah dikembalikan")),
    Outcome.REFUSED_BY_GATEWAY: ("bad", _("Ditolak gateway; ajukan lagi")),
}
HAND_OVERS: Mapping[str, str | Promise] = {
    HandOverState.OFFERED: _("belum dihitung bendahara"),
    HandOverState.ACCEPTED: _("diterima bendahara"),
}
ACTS: Mapping[str, str | Promise] = {
    "refund_requested": _("Diajukan"),
    "refund_approved": _("Disetujui"),
    "refund_called_off": _("Dibatalkan"),
    "refund_declined": _("Ditolak"),
    "refund_request_finished": _("Selesai"),
}


def reason_of(money: UnappliedMoney) -> str:
    """Why no bill took it."""
    return str(REASONS[money.reason])


def state_of_hand_over(hand_over: HandOver) -> str:
    """How far a hand-over has come."""
    return str(HAND_OVERS.get(hand_over.state, _("dihitung, belum diterima")))


def look_of(request: RefundRequest) -> dict[str, str]:
    """The mark of a request: its tone and its word."""
    if request.outcome:
        tone, label = OUTCOMES[request.outcome]
    elif request.approved_at is None:
        tone, label = "attention", _("Menunggu persetujuan")
    elif request.route == Route.GATEWAY:
        tone, label = "wait", _("Disetujui, dikirim ke gateway")
    else:
        tone, label = "wait", _("Disetujui, menunggu SKRDLB dan perintah bayar BUD")
    return {"state": tone, "label": str(label)}
