"""Paths of the reporter's pages, and of the officer's below /kantor/laporan/."""

from django.urls import path

from complaints.views import citizens, officers

_REPORTER = "lapor/<str:number>/<str:key>/"

citizens_paths = [
    path("lapor/", citizens.report, name="report"),
    path("lapor/cari/", citizens.find, name="find"),
    path("lapor/<str:number>/", citizens.track, name="track"),
    path("lapor/<str:number>/foto/<str:code>/", citizens.photo, name="photo"),
    path(_REPORTER, citizens.mine, name="mine"),
    path(f"{_REPORTER}selesai/", citizens.confirm, name="confirm"),
    path(f"{_REPORTER}belum-selesai/", citizens.reopen, name="reopen"),
    path(f"{_REPORTER}foto/<str:code>/", citizens.my_photo, name="my_photo"),
]

office_paths = [
    path("", officers.queue, name="queue"),
    path("<str:number>/", officers.report, name="report"),
    path("<str:number>/foto/<str:code>/", officers.photo, name="photo"),
    path("<str:number>/<slug:step>/", officers.take_step, name="step"),
]
