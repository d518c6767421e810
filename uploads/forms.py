"""The field that takes a file: what is wrong with it is told beside it."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from uploads.services import CleanFile, Kind, UploadRefused, clean_file

# code → (what happened, what to do); config.refusals tells pages and API the same.
SENTENCES = {
    "upload_refused": (_("Berkas ditolak"), _("Pilih berkas lain.")),
    "upload_empty": (_("Berkas kosong"), _("Berkas ini tidak berisi. Pilih lagi.")),
    "upload_too_large": (
        _("Berkas terlalu besar"),
        _("Paling besar %(limit)s MB. Foto ulang atau perkecil berkasnya."),
    ),
    "request_too_large": (
        _("Kiriman terlalu besar"),
        _("Semua berkas bersama paling besar %(limit)s MB. Tidak ada yang disimpan."),
    ),
    "upload_kind_refused": (
        _("Jenis berkas tidak dapat diterima"),
        _("Kirim foto JPG, PNG atau WebP; untuk surat, PDF bila diminta."),
    ),
    "picture_broken": (
        _("Foto tidak dapat dibuka"),
        _("Foto ini rusak atau terpotong. Ambil foto baru."),
    ),
    "picture_animated": (
        _("Gambar bergerak tidak dapat diterima"),
        _("Kirim satu foto biasa."),
    ),
    "picture_too_many_pixels": (
        _("Ukuran gambar terlalu besar"),
        _("Ambil foto dengan ukuran biasa, lalu kirim lagi."),
    ),
    "pdf_broken": (
        _("PDF tidak dapat dibuka"),
        _("PDF ini rusak atau terpotong. Simpan ulang, lalu kirim lagi."),
    ),
    "pdf_encrypted": (
        _("PDF dikunci"),
        _("PDF ini memakai kata sandi. Simpan tanpa kunci, lalu kirim lagi."),
    ),
    "pdf_too_long": (
        _("PDF terlalu panjang"),
        _("Paling banyak %(pages_max)s halaman; berkas ini %(pages)s halaman."),
    ),
    "upload_unknown": (
        _("Berkas tidak ditemukan"),
        _("Periksa kembali alamatnya."),
    ),
}
ACCEPT = {
    Kind.PICTURE: "image/jpeg,image/png,image/webp",
    Kind.PDF: "application/pdf",
}


class UploadField(forms.FileField):
    """A file, cleaned while the form is: its value is a `CleanFile`, or None.

    Drawn by components/upload.html; on telephones a picture opens the camera.
    """

    def __init__(self, *, allowed: Collection[Kind], **kwargs: Any) -> None:
        self.allowed = tuple(allowed)
        accept = ",".join(ACCEPT[kind] for kind in self.allowed)
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": accept}))
        kwargs.setdefault("error_messages", {}).setdefault(
            "required", _("Pilih atau ambil fotonya.")
        )
        super().__init__(allow_empty_file=True, **kwargs)

    @property
    def takes_pictures(self) -> bool:
        return Kind.PICTURE in self.allowed

    def clean(self, data: Any, initial: Any = None) -> CleanFile | None:
        """The file cleaned.

        Raises:
            ValidationError: none came and one must, or it is refused.
        """
        given = super().clean(data, initial)
        if not given:
            return None
        try:
            return clean_file(file=given, allowed=self.allowed, name=given.name)
        except UploadRefused as refusal:
            what, remedy = SENTENCES[refusal.code]
            sentence = f"{what}. {remedy}" % refusal.facts
            raise ValidationError(sentence, code=refusal.code) from None
