"""Names this app to Django, and bounds what the PDF reader may unpack."""

import pikepdf
from django.apps import AppConfig

from uploads.limits import PDF_STREAM_MAX_BYTES


class UploadsConfig(AppConfig):
    """Pictures and PDFs that people send in: cleaned, kept, shown again."""

    name = "uploads"
    label = "uploads"

    def ready(self) -> None:
        """A few kilobytes must not unpack to gigabytes; the limit is the process's."""
        pikepdf.settings.set_qpdf_limits(flate_max_memory=PDF_STREAM_MAX_BYTES)
