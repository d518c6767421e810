"""Paths of levies under /api/v1/."""

from django.urls import path

from levies.api import BillView

urlpatterns = [path("bills/<str:kode>/", BillView.as_view(), name="bill")]
