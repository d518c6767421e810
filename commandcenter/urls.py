"""Paths of the command centre, below /komando/, and of the open data, below /data/."""

from django.urls import path

from commandcenter.views import open_data, page

app_name = "commandcenter"
urlpatterns = [
    path("komando/", page.command_centre, name="page"),
    path("komando/bagian/<slug:name>/", page.part, name="part"),
    path("komando/<slug:name>.csv", page.table_csv, name="csv"),
    path("data/", open_data.page, name="open_data"),
    path("data/<slug:name>.csv", open_data.table_csv, name="open_csv"),
]
