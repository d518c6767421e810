"""Paths of the webhooks, with and without a slash: a redirect would lose the body."""

from django.urls import re_path

from payments import webhooks

app_name = "webhooks"
urlpatterns = [re_path(r"^midtrans/?$", webhooks.midtrans, name="midtrans")]
