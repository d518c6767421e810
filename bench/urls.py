"""The product's paths, and the floor of the webhook."""

from django.urls import include, path

from bench.floor_webhook import floor_webhook

urlpatterns = [
    path("floor/webhook/", floor_webhook),
    path("", include("config.urls")),
]
