"""What people read when a rule refuses: a sentence for each machine code."""

from django.utils.translation import gettext_lazy as _

from uploads.forms import SENTENCES as UPLOAD_SENTENCES

# code → (what happened, what to do)
SENTENCES = {
    **UPLOAD_SENTENCES,
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
    "kode_bayar_mistyped": (
        _("Kode bayar keliru"),
        _("Kode bayar terdiri atas 14 angka, dan ada angka yang keliru. Periksa lagi."),
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
    "no_bills": (
        _("Belum ada tagihan yang dipilih"),
        _("Pilih paling sedikit satu tagihan untuk dibayar."),
    ),
    "too_many_bills": (
        _("Terlalu banyak tagihan sekaligus"),
        _("Satu pembayaran memuat paling banyak %(bills_max)s tagihan."),
    ),
    "bill_paid": (
        _("Tagihan sudah lunas"),
        _("Tagihan %(kode_bayar)s sudah dibayar. Tidak ada yang perlu dibayar lagi."),
    ),
    "bill_cancelled": (
        _("Tagihan dibatalkan"),
        _("Tagihan %(kode_bayar)s sudah dibatalkan. Buka tagihan penggantinya."),
    ),
    "bill_not_open": (
        _("Tagihan tidak dapat dibayar"),
        _("Tagihan %(kode_bayar)s sudah ditutup. Hubungi petugas retribusi."),
    ),
    "channel_unknown": (
        _("Cara pembayaran tidak dikenal"),
        _("Pilih salah satu cara pembayaran yang tersedia."),
    ),
    "amount_over_channel_limit": (
        _("Jumlah melebihi batas %(channel)s"),
        _("Batas sekali bayar %(limit)s. Yang dapat dipakai: %(channel_names)s."),
    ),
    "amount_under_channel_limit": (
        _("Jumlah kurang dari batas %(channel)s"),
        _("Paling sedikit %(limit)s. Yang dapat dipakai: %(channel_names)s."),
    ),
    "shift_open_already": (
        _("Anda masih bertugas"),
        _("Tutup dulu tugas yang sedang berjalan, lalu mulai yang baru."),
    ),
    "shift_closed": (
        _("Tugas ini sudah ditutup"),
        _("Tidak ada yang dicatat. Mulai tugas baru sebelum menerima uang lagi."),
    ),
    "stall_elsewhere": (
        _("Lapak ini bukan di pasar tugas Anda"),
        _("%(stall)s tidak termasuk %(market)s. Tidak ada yang dicatat."),
    ),
    "bills_of_several_stalls": (
        _("Satu karcis untuk satu lapak"),
        _("Pilih tagihan dari satu lapak saja, lalu ulangi untuk lapak berikutnya."),
    ),
    "cash_key_reused": (
        _("Halaman ini sudah dipakai"),
        _("Pindai lapaknya lagi, lalu terima uangnya dari halaman yang baru."),
    ),
    "cash_moved_on": (
        _("Keadaannya sudah berubah"),
        _("Muat ulang halaman untuk melihat keadaan uang tunai sekarang."),
    ),
    "count_changed": (
        _("Bendahara menghitung ulang"),
        _("Di layar tadi %(shown)s, sekarang %(counted)s. Periksa sekali lagi."),
    ),
    "contest_needs_reason": (
        _("Alasan belum diisi"),
        _("Tulis mengapa hitungan bendahara tidak Anda terima."),
    ),
    "nothing_to_deposit": (
        _("Tidak ada kas untuk disetor"),
        _("Semua kas OPD ini sudah di bawah STS atau belum diserahkan juru pungut."),
    ),
    "deposit_amount_changed": (
        _("Kas bertambah"),
        _("Di layar tadi %(shown)s, sekarang %(held)s. Hitung lagi, lalu buat STS."),
    ),
    "deposit_not_cancellable": (
        _("STS ini tidak dapat dibatalkan"),
        _("STS %(number)s sudah terlihat di bank atau sudah dibatalkan."),
    ),
    "cancellation_asked": (
        _("Pembatalan sudah diminta"),
        _("%(who)s sudah memintanya. Tinggal menunggu keputusan kepala OPD."),
    ),
    "cancellation_not_asked": (
        _("Tidak ada permintaan pembatalan"),
        _("Permintaan itu sudah ditarik atau ditolak. STS tetap berlaku."),
    ),
    "void_asked_already": (
        _("Pembatalan karcis ini sudah diminta"),
        _("Karcis %(number)s sudah batal atau masih menunggu keputusan."),
    ),
    "shortage_repaid": (
        _("Kekurangan ini sudah dilunasi"),
        _("Tidak ada yang dicatat dua kali."),
    ),
    "repayment_differs": (
        _("Jumlahnya tidak sama dengan kekurangannya"),
        _("Kekurangan %(owed)s, dihitung %(counted)s. Kekurangan dilunasi sekaligus."),
    ),
    "market_has_no_stalls": (
        _("Belum ada lapak"),
        _("%(market)s belum mempunyai lapak terdaftar, jadi belum ada plat."),
    ),
    "plate_unknown": (
        _("Plat tidak dikenal"),
        _("Tidak ada lapak dengan kode ini. Periksa kode di bawah QR pada plat."),
    ),
    "qr_foreign": (
        _("Ini bukan plat lapak"),
        _("Pindai QR pada plat lapak dari pemerintah kota, atau ketik kodenya."),
    ),
    "cash_amount_changed": (
        _("Jumlah tagihan sudah berubah"),
        _("Di layar tadi %(shown)s, sekarang %(due)s. Hitung lagi bersama pembayar."),
    ),
    "amount_about_to_change": (
        _("Jumlah tagihan segera berubah"),
        _("Sanksi administratif bertambah pukul 00.00. Coba lagi setelah itu."),
    ),
    "channel_refused_payment": (
        _("%(channel)s menolak pembayaran ini"),
        _("Tidak ada uang yang terpotong. Pilih cara pembayaran lain."),
    ),
    "payment_unknown": (
        _("Pembayaran tidak ditemukan"),
        _("Periksa kembali alamat halaman ini."),
    ),
    "payment_moved_on": (
        _("Pembayaran sudah berubah"),
        _("Muat ulang halaman untuk melihat keadaan terakhirnya."),
    ),
    "notice_contradicts_history": (
        _("Jawaban penyedia pembayaran tidak cocok"),
        _("Tidak ada yang diubah. Petugas akan memeriksanya."),
    ),
    "refund_refused": (
        _("Pengembalian dana ditolak"),
        _("%(channel)s tidak dapat mengembalikan dana ini."),
    ),
    "refund_after_payout": (
        _("Dana ini sudah dicairkan ke kas daerah"),
        _("Kembalikan dengan SKRDLB dan surat perintah pencairan kepada BUD."),
    ),
    "refund_before_payout": (
        _("Dana ini belum dicairkan ke kas daerah"),
        _("BUD mengembalikan setelah dananya masuk RKUD. Coba lagi sesudah itu."),
    ),
    "refund_too_large": (
        _("Jumlah pengembalian tidak sesuai"),
        _("Dari pembayaran ini paling banyak %(kept)s yang dapat dikembalikan."),
    ),
    "refund_requested_already": (
        _("Pengembalian sudah diusulkan"),
        _("Usulan untuk pembayaran %(payment)s belum selesai. Tunggu hasilnya."),
    ),
    "refund_request_unknown": (
        _("Usulan pengembalian tidak ditemukan"),
        _("Periksa kembali alamat halaman ini."),
    ),
    "refund_request_moved_on": (
        _("Usulan pengembalian sudah diputuskan"),
        _("Muat ulang halaman untuk melihat keadaan terakhirnya."),
    ),
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
    "unbalanced_entry": (
        _("Jurnal tidak seimbang"),
        _("Debit dan kredit %(event)s berbeda %(difference)s. Hubungi pengelola."),
    ),
    "file_refused": (
        _("Berkas ditolak seluruhnya; tidak ada yang diimpor"),
        _("%(place)s %(reason)s %(remedy)s"),
    ),
    "report_unreachable": (
        _("Laporan tidak dapat ditarik dari %(source)s"),
        _("Coba lagi sebentar lagi, atau unggah berkasnya sendiri."),
    ),
    "city_not_loaded": (
        _("Layanan belum siap"),
        _("Data kota belum dimuat. Coba lagi nanti."),
    ),
    "bill_unknown": (
        _("Tagihan tidak ditemukan"),
        _("Tidak ada tagihan dengan kode bayar %(kode_bayar)s. Periksa kertas Anda."),
    ),
    "bill_transition_illegal": (
        _("Tagihan sudah berubah"),
        _("Muat ulang halaman untuk melihat keadaan tagihan sekarang."),
    ),
    "bill_has_payments": (
        _("Tagihan sudah dibayar"),
        _("Tagihan yang sudah dibayar tidak dapat dibatalkan; gunakan pengembalian."),
    ),
    "bill_not_issuable": (
        _("Tagihan tidak dapat diterbitkan"),
        _("Tidak ada tarif yang cocok, atau ukuran %(levy_object)s belum diisi."),
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
    "takes_back_too_much": (
        _("Jumlah yang ditarik melebihi yang diterima"),
        _("Periksa pembayaran tagihan %(kode_bayar)s."),
    ),
    "issue_day_in_future": (
        _("Hari itu belum tiba"),
        _("Tagihan diterbitkan pada harinya atau sesudahnya, tidak sebelumnya."),
    ),
    "code_taken": (
        _("Kode sudah dipakai"),
        _("Kode %(code_taken)s milik data lain; yang berbeda: %(field)s."),
    ),
    "object_class_unknown": (
        _("Kelas objek tidak dikenal"),
        _("Retribusi ini tidak mempunyai tarif untuk kelas %(object_class)s."),
    ),
    "size_missing": (
        _("Ukuran belum diisi"),
        _("Tarifnya per meter persegi; isi ukuran %(levy_object)s."),
    ),
    "city_file_bad": (
        _("Berkas data kota keliru"),
        _("%(file)s, baris %(line)s, %(field)s: %(problem)s"),
    ),
    "another_city_loaded": (
        _("Basis data ini milik kota lain"),
        _("Muat %(wanted)s ke basis data tersendiri; di sini sudah ada %(loaded)s."),
    ),
    "tariff_in_use": (
        _("Tarif sudah dipakai menghitung tagihan"),
        _("Akhiri baris itu dengan valid_until, lalu tambahkan baris baru."),
    ),
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
