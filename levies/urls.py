"""Pages of levies. A payer's pages belong to payments; machines' paths: api_urls."""

from django.urls import URLPattern

app_name = "levies"
urlpatterns: list[URLPattern] = []
