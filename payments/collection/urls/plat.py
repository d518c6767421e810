"""Paths below /kantor/plat/: plates to print."""

from django.urls import path

from payments.collection.views import plates

app_name = "plates"
urlpatterns = [
    path("", plates.markets, name="markets"),
    path("cetak/", plates.order, name="order"),
    path("<int:sheet_id>/", plates.sheet, name="sheet"),
    path("<int:sheet_id>/status/", plates.status, name="status"),
    path("<int:sheet_id>.pdf", plates.pdf, name="pdf"),
]
