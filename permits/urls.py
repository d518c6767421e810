"""Paths of permits: the citizens' below /izin/, the office's below /kantor/izin/."""

from django.urls import path

from permits.views import applying, catalogue, office, tracking

_ONE = "permohonan/<str:token>/"

citizens_paths = [
    path("", catalogue.catalogue, name="catalogue"),
    path(_ONE, tracking.application, name="application"),
    path(f"{_ONE}status/", tracking.status, name="status"),
    path(f"{_ONE}isi/<slug:page>/", applying.questions, name="questions"),
    path(f"{_ONE}berkas/", applying.papers, name="papers"),
    path(f"{_ONE}berkas/<int:part_id>/", applying.file, name="file"),
    path(f"{_ONE}periksa/", applying.check, name="check"),
    path(f"{_ONE}kirim/", applying.submit, name="submit"),
    path(f"{_ONE}tarik/", applying.withdraw, name="withdraw"),
    path("<slug:code>/", catalogue.start, name="start"),
    path("<slug:code>/mulai/", catalogue.begin, name="begin"),
]

office_paths = [
    path("", office.queue, name="queue"),
    path("<str:number>/", office.application, name="application"),
    path("<str:number>/berkas/<int:part_id>/", office.file, name="file"),
    path("<str:number>/periksa/", office.review, name="review"),
    path("<str:number>/kembalikan/", office.send_back, name="send_back"),
    path("<str:number>/usulkan/", office.recommend, name="recommend"),
    path("<str:number>/usulkan-tolak/", office.advise_against, name="advise_against"),
    path("<str:number>/setujui/", office.approve, name="approve"),
    path("<str:number>/tolak/", office.reject, name="reject"),
    path("<str:number>/periksa-ulang/", office.return_to_checker, name="recheck"),
    path("<str:number>/batalkan-tagihan/", office.cancel_unpaid, name="cancel_unpaid"),
    path("<str:number>/nik/", office.show_nik, name="show_nik"),
]
