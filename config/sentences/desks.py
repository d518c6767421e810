"""Refusals of permits, reports and papers."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "report_unknown": (
        _("Laporan tidak ditemukan"),
        _("Periksa kembali nomor laporan atau tautan Anda."),
    ),
    "report_number_mistyped": (
        _("Nomor laporan keliru"),
        _("Nomor laporan terdiri atas 12 angka, dan ada angka yang keliru."),
    ),
    "report_moved_on": (
        _("Laporan sudah berubah"),
        _("Muat ulang halaman untuk melihat keadaannya sekarang."),
    ),
    "report_photo_missing": (
        _("Foto belum disertakan"),
        _("Untuk “%(category)s” sertakan satu foto, agar petugas menemukan tempatnya."),
    ),
    "report_outside_city": (
        _("Titik di luar kota"),
        _("Titik peta ini di luar kota. Pilih kelurahannya saja."),
    ),
    "permit_type_unknown": (
        _("Izin tidak ditemukan"),
        _("Pilih izin dari daftar di halaman Izin."),
    ),
    "permit_type_closed": (
        _("Permohonan belum dibuka"),
        _("%(name)s sedang tidak menerima permohonan baru."),
    ),
    "application_unknown": (
        _("Permohonan tidak ditemukan"),
        _("Buka permohonan dengan tautan rahasia yang Anda simpan, secara utuh."),
    ),
    "application_transition_illegal": (
        _("Permohonan sudah berubah"),
        _("Muat ulang halaman untuk melihat keadaannya sekarang."),
    ),
    "application_moved_on": (
        _("Permohonan sudah berubah"),
        _("Orang lain baru saja mengubah permohonan %(number)s. Muat ulang halaman."),
    ),
    "application_not_editable": (
        _("Permohonan tidak dapat diubah"),
        _("Permohonan sedang diperiksa atau sudah selesai. Lihat keadaannya di sini."),
    ),
    "application_not_favoured": (
        _("Pemeriksa tidak mengusulkan persetujuan"),
        _("Tolak permohonan ini, atau kembalikan kepada pemeriksa."),
    ),
    "item_not_asked": (
        _("Bagian ini tidak diminta"),
        _("Bagian ini sudah diterima. Perbaiki hanya yang diminta kembali."),
    ),
    "items_missing": (
        _("Masih ada yang kurang"),
        _("Lengkapi dulu bagian yang ditandai belum ada."),
    ),
    "answer_refused": (
        _("Jawaban tidak dapat diterima"),
        _("Periksa kembali isian “%(label)s”."),
    ),
    "nik_malformed": (
        _("NIK keliru"),
        _("NIK terdiri atas 16 angka seperti pada KTP. Periksa lagi."),
    ),
    "review_incomplete": (
        _("Pemeriksaan belum lengkap"),
        _("Beri tanda pada setiap bagian; yang diusulkan harus sah semuanya."),
    ),
    "nothing_to_correct": (
        _("Belum ada yang perlu diperbaiki"),
        _("Tandai paling sedikit satu bagian “Perlu perbaikan” beserta catatannya."),
    ),
    "correction_needs_note": (
        _("Catatan perbaikan belum diisi"),
        _("Tulis apa yang harus diperbaiki; pemohon membacanya."),
    ),
    "place_taken": (
        _("Tempat ini tidak kosong"),
        _("Di %(market)s tempat itu sudah milik atau dicadangkan bagi orang lain."),
    ),
    "paper_unknown": (
        _("Surat tidak dikenal"),
        _("Tidak ada surat dengan kode ini. Periksa kembali kodenya."),
    ),
    "paper_file_not_drawn": (
        _("PDF belum ada"),
        _("PDF dibuat beberapa detik setelah surat terbit. Coba lagi sebentar lagi."),
    ),
    "paper_voided_already": (
        _("Surat sudah dibatalkan"),
        _("Surat %(number)s sudah dibatalkan sebelumnya."),
    ),
}
