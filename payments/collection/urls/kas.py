"""Paths below /kantor/kas/: the treasurer's cash."""

from django.urls import path

from payments.collection.views import counting, deposits, till, voids

app_name = "till"
_DEPOSIT = "sts/<int:deposit_id>/"

urlpatterns = [
    path("", till.till, name="till"),
    path("daftar/<slug:name>/", till.rows, name="rows"),
    path("serah/<int:hand_over_id>/", counting.count, name="count"),
    path("kekurangan/<int:shortage_id>/lunas/", counting.repaid, name="repaid"),
    path("karcis/<int:void_id>/batal/", voids.approve, name="approve_void"),
    path("karcis/<int:void_id>/tetap/", voids.refuse, name="refuse_void"),
    path("setor/", deposits.make, name="make"),
    path(_DEPOSIT, deposits.deposit, name="deposit"),
    path(f"{_DEPOSIT}batal/", deposits.ask, name="ask"),
    path(f"{_DEPOSIT}tetap/", deposits.keep, name="keep"),
    path(f"{_DEPOSIT}batal/setuju/", deposits.cancel, name="cancel"),
]
