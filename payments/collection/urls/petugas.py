"""Paths below /petugas/: what a collector sees on a phone."""

from django.urls import path

from payments.collection.views import (
    custody,
    duty,
    machines,
    money,
    stalls,
    tickets,
)

app_name = "collection"
_STALL = "lapak/<str:code>/"
_QRIS = f"{_STALL}qris/<str:payment_code>/"

urlpatterns = [
    path("", duty.home, name="home"),
    path("mulai/", duty.begin, name="begin"),
    path("pindai/", stalls.scan, name="scan"),
    path(_STALL, stalls.stall, name="stall"),
    path(f"{_STALL}tunai/", money.confirm_cash, name="confirm_cash"),
    path(f"{_STALL}tunai/terima/", money.take, name="take"),
    path("karcis/", tickets.tickets, name="tickets"),
    path("karcis/<str:code>/", tickets.ticket, name="ticket"),
    path("karcis/<str:code>/batal/", tickets.ask, name="ask_for_void"),
    path(f"{_STALL}qris/", money.start_qris, name="start_qris"),
    path(_QRIS, money.qris, name="qris"),
    path(f"{_QRIS}status/", money.qris_status, name="qris_status"),
    path(f"{_QRIS}periksa/", money.check_qris, name="check_qris"),
    path("selesai/", duty.end, name="end"),
    path("tugas/<int:shift_id>/", duty.shift, name="shift"),
    path("serah/<int:hand_over_id>/", custody.hand_over, name="hand_over"),
    path("serah/<int:hand_over_id>/terima/", custody.accept, name="accept"),
    path("serah/<int:hand_over_id>/keberatan/", custody.contest, name="contest"),
    path("manifest.webmanifest", machines.manifest, name="manifest"),
    path("sw.js", machines.service_worker, name="service_worker"),
    path("luring/", machines.offline, name="offline"),
]
