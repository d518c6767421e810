"""Paths of the payments' API."""

from django.urls import path

from payments.api import PaymentsView, PaymentView

app_name = "payments_api"
urlpatterns = [
    path("payments/", PaymentsView.as_view(), name="payments"),
    path("payments/<str:payment_id>/", PaymentView.as_view(), name="payment"),
]
