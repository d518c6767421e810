"""Every path under /api/v1/: the apps' own, the description, the problem codes."""

from django.urls import include, path

from config import api

urlpatterns = [
    path("", include("levies.api_urls")),
    path("", include("payments.api_urls")),
    path("", include("receipts.api_urls")),
    path("openapi.json", api.schema, name="openapi"),
    path("problems/", api.problems, name="problems"),
]
