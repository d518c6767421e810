"""Paths of BP2RD's pages, below /bp2rd/."""

from django.urls import path

from payments.reconciliation.views import day, evidence, findings, payouts

app_name = "reconciliation"
urlpatterns = [
    path("", day.day, name="day"),
    path("hari.csv", day.day_csv, name="day_csv"),
    path("rekonsiliasi/", day.run, name="run"),
    path("selisih/", findings.findings, name="findings"),
    path("selisih/<int:finding_id>/", findings.finding, name="finding"),
    path("pencairan/", payouts.payouts, name="payouts"),
    path("pencairan/<slug:reference>/", payouts.payout, name="payout"),
    path("bukti/", evidence.evidence, name="evidence"),
    path(
        "bukti/laporan-gateway/", evidence.upload_settlement, name="upload_settlement"
    ),
    path("bukti/rekening-koran/", evidence.upload_statement, name="upload_statement"),
    path(
        "bukti/laporan-gateway/tarik/", evidence.pull_settlement, name="pull_settlement"
    ),
    path("bukti/rekening-koran/tarik/", evidence.pull_statement, name="pull_statement"),
    path("bukti/<int:file_id>/", evidence.file, name="file"),
    path("unggahan/<int:upload_id>/", evidence.upload, name="upload"),
]
