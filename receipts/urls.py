"""Paths of the receipt pages."""

from django.urls import path

from receipts import views

app_name = "receipts"
urlpatterns = [
    path("bukti/<str:code>/", views.receipt, name="receipt"),
    path("bukti/<str:code>/status/", views.status, name="status"),
    path("bukti/<str:code>/<str:layout>.pdf", views.pdf, name="pdf"),
]
