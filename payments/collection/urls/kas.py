"""Paths below /kantor/kas/: the treasurer's cash."""

from django.urls import path

from payments.collection.views import till

app_name = "till"
urlpatterns = [
    path("", till.till, name="till"),
    path("serah/<int:hand_over_id>/", till.count, name="count"),
    path("setor/", till.deposit, name="deposit"),
    path("kekurangan/<int:shortage_id>/lunas/", till.repaid, name="repaid"),
]
