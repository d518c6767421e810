"""Paths of the receipts' API."""

from django.urls import path

from receipts.api import ReceiptPdfView, ReceiptView

app_name = "receipts_api"
urlpatterns = [
    path("receipts/<str:code>/", ReceiptView.as_view(), name="receipt"),
    path("receipts/<str:code>/pdf/", ReceiptPdfView.as_view(), name="pdf"),
]
