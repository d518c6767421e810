"""Refusals of bills, payments, refunds and the evidence of banks and gateways."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "kode_bayar_mistyped": (
        _("Kode bayar keliru"),
        _("Kode bayar terdiri atas 14 angka, dan ada angka yang keliru. Periksa lagi."),
    ),
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
    "takes_back_too_much": (
        _("Jumlah yang ditarik melebihi yang diterima"),
        _("Periksa pembayaran tagihan %(kode_bayar)s."),
    ),
    "issue_day_in_future": (
        _("Hari itu belum tiba"),
        _("Tagihan diterbitkan pada harinya atau sesudahnya, tidak sebelumnya."),
    ),
    "object_class_unknown": (
        _("Kelas objek tidak dikenal"),
        _("Retribusi ini tidak mempunyai tarif untuk kelas %(object_class)s."),
    ),
    "size_missing": (
        _("Ukuran belum diisi"),
        _("Tarifnya per meter persegi; isi ukuran %(levy_object)s."),
    ),
    "tariff_in_use": (
        _("Tarif sudah dipakai menghitung tagihan"),
        _("Akhiri baris itu dengan valid_until, lalu tambahkan baris baru."),
    ),
}
