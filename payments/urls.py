"""Paths of the payer's pages."""

from django.urls import path

from payments import views

app_name = "payments"
_PAYMENT = "bayar/<str:kode>/<str:payment_code>/"

urlpatterns = [
    path("bayar/", views.find_bill, name="find_bill"),
    path("bayar/<str:kode>/", views.pay, name="pay"),
    path("bayar/<str:kode>/buka/", views.open_receipts, name="open_receipts"),
    path(_PAYMENT, views.waiting, name="waiting"),
    path(f"{_PAYMENT}status/", views.status, name="status"),
    path(f"{_PAYMENT}periksa/", views.check, name="check"),
    path(f"{_PAYMENT}qris.png", views.qr_image, name="qr"),
]
