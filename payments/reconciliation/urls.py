"""Paths of BP2RD's pages, below /bp2rd/."""

from django.urls import path

from payments.reconciliation.views import (
    audit,
    day,
    evidence,
    findings,
    payouts,
    refunds,
)

app_name = "reconciliation"
urlpatterns = [
    path("", day.day, name="day"),
    path("hari.csv", day.day_csv, name="day_csv"),
    path("rekonsiliasi/", day.run, name="run"),
    path("selisih/", findings.findings, name="findings"),
    path("selisih/<int:finding_id>/", findings.finding, name="finding"),
    path("selisih/<int:finding_id>/catatan/", findings.answer, name="answer"),
    path("pengembalian/", refunds.refunds, name="refunds"),
    path("pengembalian/uang/<int:money_id>/", refunds.ask, name="ask_refund"),
    path("pengembalian/<int:request_id>/", refunds.refund, name="refund"),
    path(
        "pengembalian/<int:request_id>/setujui/", refunds.approve, name="approve_refund"
    ),
    path(
        "pengembalian/<int:request_id>/tolak/", refunds.decline, name="decline_refund"
    ),
    path("jejak/", audit.audit, name="audit"),
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
