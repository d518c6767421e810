"""Every path of the site: one include() per app."""

from django.urls import include, path

from accounts.views import all_pages, office
from complaints import urls as complaints_urls
from config import health
from config.demo.views import next_day_view
from permits import urls as permits_urls

demo_paths = [path("hari-berikutnya/", next_day_view, name="next_day")]

urlpatterns = [
    path("webhooks/", include("payments.webhook_urls")),
    path("akun/", include("accounts.urls")),
    path("bp2rd/demo/", include((demo_paths, "demo"))),
    path("bp2rd/", include("payments.reconciliation.urls")),
    path("petugas/", include("payments.collection.urls.petugas")),
    path("kantor/", office, name="office"),
    path("kantor/halaman/", all_pages, name="staff_pages"),
    path("kantor/kas/", include("payments.collection.urls.kas")),
    path("kantor/plat/", include("payments.collection.urls.plat")),
    path("", include("payments.collection.urls.lapak")),
    path("api/v1/", include("config.api_urls")),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("", include((complaints_urls.citizens_paths, "reports"))),
    path("kantor/laporan/", include((complaints_urls.office_paths, "reports_office"))),
    path("izin/", include((permits_urls.citizens_paths, "permits"))),
    path("kantor/izin/", include((permits_urls.office_paths, "permits_office"))),
    path("", include("papers.urls")),
    path("", include("payments.urls")),
    path("", include("receipts.urls")),
    path("", include("commandcenter.urls")),
    path("", include("config.page_urls")),
]

handler500 = "config.pages.server_error"
