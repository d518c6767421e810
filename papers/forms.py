"""What people type to have a paper checked: its code, or the link of its QR."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.identifiers import OPAQUE_LOOKALIKES
from papers.selectors import CODE

LINK = re.compile(rf"/verifikasi/({CODE.pattern})/?(?:#([A-Za-z0-9_-]*))?$")


class VerifyForm(forms.Form):
    """One field. Cleaned to a code and, from a link, the signed values behind #."""

    text = forms.CharField(
        label=_("Kode surat atau tautan dari kode QR"),
        help_text=_("Kode 12 huruf dan angka tercetak kecil di bawah surat."),
        max_length=400,
        error_messages={"required": _("Ketik kode surat atau tempel tautannya.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        text = cleaned.get("text", "").strip()
        if not text:
            return cleaned
        link = LINK.search(text)
        code = link[1] if link else _typed(text)
        if not CODE.fullmatch(code):
            self.add_error(
                "text", _("Ini bukan kode surat. Periksa lagi, lalu ulangi.")
            )
        return cleaned | {"code": code, "payload": (link and link[2]) or ""}


def _typed(text: str) -> str:
    """A code as typed: capitals, blanks and dashes do not matter."""
    return re.sub(r"[\s-]", "", text).lower().translate(OPAQUE_LOOKALIKES)
