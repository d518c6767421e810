"""Refusals of every page: rights, codes, limits, data of the city."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "refused": (_("Permintaan tidak dapat diproses"), _("Periksa kembali isiannya.")),
    "not_found": (
        _("Tidak ditemukan"),
        _("Periksa kembali alamat atau kode yang Anda ketik."),
    ),
    "forbidden": (
        _("Anda tidak berwenang untuk ini"),
        _("Hubungi admin bila tugas ini memang tugas Anda."),
    ),
    "conflict": (
        _("Data sudah berubah"),
        _("Muat ulang halaman, lalu coba lagi."),
    ),
    "same_person": (
        _("Harus diperiksa orang lain"),
        _("Yang membuat tidak boleh menyetujui. Mintalah rekan yang berwenang."),
    ),
    "conflicting_role": (
        _("Peran ini tidak boleh dirangkap"),
        _("Orang ini masih memegang peran %(held)s di tempat yang sama."),
    ),
    "role_held_already": (
        _("Peran ini sudah dipegang"),
        _("Orang ini sudah memegang peran yang sama di tempat yang sama."),
    ),
    "username_taken": (
        _("Nama pengguna sudah dipakai"),
        _("Pilih nama pengguna lain."),
    ),
    "password_refused": (_("Kata sandi tidak cukup kuat"), "%(why)s"),
    "too_many_requests": (
        _("Terlalu banyak permintaan"),
        _(
            "Tunggu satu menit, lalu coba lagi. Yang kami terima sebelumnya tetap "
            "tercatat."
        ),
    ),
    "too_many_uploads": (
        _("Terlalu banyak kiriman berkas"),
        _(
            "Tunggu %(minutes)s menit, lalu lanjutkan di halaman yang sama. Berkas "
            "yang sudah kami terima tetap tersimpan."
        ),
    ),
    "idempotency_key_missing": (
        _("Idempotency-Key tidak ada"),
        _("Beri tiap permintaan kunci yang unik, misalnya UUID, di kepala permintaan."),
    ),
    "idempotency_key_malformed": (
        _("Idempotency-Key tidak dapat dipakai"),
        _("Kirim 1 sampai %(length_max)s karakter ASCII yang dapat dicetak."),
    ),
    "idempotency_key_reused": (
        _("Idempotency-Key sudah dipakai untuk permintaan lain"),
        _("Pakai kunci baru untuk permintaan dengan isi yang berbeda."),
    ),
    "idempotency_in_flight": (
        _("Permintaan yang sama sedang diproses"),
        _("Tunggu sebentar, lalu kirim ulang dengan kunci yang sama."),
    ),
    "city_not_loaded": (
        _("Layanan belum siap"),
        _("Data kota belum dimuat. Coba lagi nanti."),
    ),
    "reason_missing": (
        _("Alasan belum diisi"),
        _("Tulis alasannya; orang lain dapat membacanya kemudian."),
    ),
    "reason_names_person": (
        _("Alasan memuat NIK atau nomor telepon"),
        _("Hapus angkanya dari alasan; orangnya sudah tercatat di data ini."),
    ),
    "reason_too_long": (
        _("Alasan terlalu panjang"),
        _("Paling banyak %(length_max)s huruf; yang ini %(length)s. Persingkatlah."),
    ),
    "code_taken": (
        _("Kode sudah dipakai"),
        _("Kode %(code_taken)s milik data lain; yang berbeda: %(field)s."),
    ),
    "city_file_bad": (
        _("Berkas data kota keliru"),
        _("%(file)s, baris %(line)s, %(field)s: %(problem)s"),
    ),
    "another_city_loaded": (
        _("Basis data ini milik kota lain"),
        _("Muat %(wanted)s ke basis data tersendiri; di sini sudah ada %(loaded)s."),
    ),
}
