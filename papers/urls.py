"""Paths of letters, of the pages that verify papers, and of what machines fetch."""

from django.urls import path

from papers import views

app_name = "papers"
urlpatterns = [
    path("verifikasi/", views.verify_form, name="verify_form"),
    path("verifikasi/luring/", views.verify_offline, name="verify_offline"),
    path("verifikasi/sw.js", views.service_worker, name="service_worker"),
    path("verifikasi/<str:code>/", views.verify, name="verify"),
    path("surat/<str:code>/", views.letter, name="letter"),
    path("surat/<str:code>/status/", views.letter_status, name="letter_status"),
    path("surat/<str:code>/<str:layout>.pdf", views.letter_file, name="letter_file"),
    path(".well-known/rempah-keys.json", views.keys, name="keys"),
    path(".well-known/rempah-revoked.json", views.revocations, name="revocations"),
]
