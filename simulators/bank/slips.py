"""What is handed in over the counter: cash under an STS, and the treasury's orders."""

from dataclasses import dataclass

from simulators.bank.books import Side


@dataclass(frozen=True)
class Slip:
    """One kind of slip: the line it books, and the words of its page."""

    side: Side
    narrative: str
    """Stands before the slip's reference in the line of the statement."""
    path: str
    title: str
    label: str
    hint: str
    account_label: str
    button: str
    done: str
    done_label: str
    without_reference: str
    repeated: str


CASH = Slip(
    side="credit",
    narrative="SETORAN TUNAI",
    path="/teller",
    title="Teller: setoran tunai",
    label="Berita setoran (nomor STS)",
    hint="Persis seperti tercetak pada STS; dari nomor ini setoran dikenali.",
    account_label="Ke rekening",
    button="Setor",
    done="Setoran diterima",
    done_label="Nomor STS",
    without_reference="Isi nomor STS persis seperti tercetak, paling banyak 80 huruf.",
    repeated="Nomor STS ini sudah disetor {day} ({amount}). Tidak dicatat lagi.",
)
PAYMENT_ORDER = Slip(
    side="debit",
    narrative="SP2D PENGEMBALIAN",
    path="/teller/sp2d",
    title="Perintah bayar (SP2D)",
    label="Keterangan (kode pembayaran)",
    hint="Persis seperti pada pengembalian yang disetujui: kode inilah yang dicari.",
    account_label="Dari rekening",
    button="Bayar",
    done="Perintah bayar dilaksanakan",
    done_label="Kode",
    without_reference="Isi kode pembayaran seperti tertulis, paling banyak 80 huruf.",
    repeated="Kode ini sudah dibayar {day} ({amount}). Tidak dibayar lagi.",
)
SLIPS = (CASH, PAYMENT_ORDER)
