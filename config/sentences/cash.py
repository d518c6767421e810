"""Refusals of shifts, tickets, plates, hand-overs and deposits."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
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
    "cash_paid_again": (
        _("Karcis ini belum dapat dibatalkan"),
        _(
            "Tagihan %(kode_bayar)s sudah dibayar lagi, misalnya lewat QRIS. "
            "Kembalikan dulu kelebihannya, %(owed)s, lewat BP2RD."
        ),
    ),
    "cash_amount_changed": (
        _("Jumlah tagihan sudah berubah"),
        _("Di layar tadi %(shown)s, sekarang %(due)s. Hitung lagi bersama pembayar."),
    ),
}
