"""A wallet for people: paste what the site shows, see the payee, press Bayar."""

from pathlib import Path
from urllib.parse import urlencode

from aiohttp import web

from simulators.clock import WIB
from simulators.midtrans import qr
from simulators.midtrans.channels import MANDIRI_BILLER_CODE, ChannelName
from simulators.midtrans.errors import Refusal
from simulators.midtrans.gateway import Gateway
from simulators.midtrans.transactions import Status, Transaction
from simulators.pages import Pages, rupiah, show_style

PAGES = Pages(Path(__file__).parent / "pages")
CHANNEL_NAMES = {
    ChannelName.QRIS: "QRIS",
    ChannelName.BCA: "BCA Virtual Account",
    ChannelName.BNI: "BNI Virtual Account",
    ChannelName.BRI: "BRIVA",
    ChannelName.PERMATA: "Permata Virtual Account",
    ChannelName.MANDIRI_BILL: "Mandiri Bill Payment",
}
OUTCOMES = {
    Status.PENDING: ("menunggu", "Menunggu pembayaran", "Belum ada uang yang keluar."),
    Status.SETTLEMENT: ("lunas", "Pembayaran berhasil", "Simpan bukti ini bila perlu."),
    Status.EXPIRE: (
        "gagal",
        "Kode sudah kedaluwarsa",
        "Minta kode baru di halaman pembayaran. Tidak ada uang yang keluar.",
    ),
    Status.CANCEL: (
        "gagal",
        "Pembayaran dibatalkan oleh penerima",
        "Minta kode baru di halaman pembayaran. Tidak ada uang yang keluar.",
    ),
    Status.DENY: ("gagal", "Pembayaran ditolak", "Uang tidak keluar atau kembali."),
    Status.REFUND: ("gagal", "Uang dikembalikan", "Seluruh jumlah sudah kembali."),
    Status.PARTIAL_REFUND: (
        "lunas",
        "Sebagian uang dikembalikan",
        "Sisanya tetap sebagai pembayaran.",
    ),
}
"""Per state: class of the amount, heading, and what it means for the payer."""
UNKNOWN_CODE = (
    "Kode tidak dikenali. Salin seluruh isi QR, nomor virtual account, atau kode "
    "biller dan kode bayar Mandiri, lalu coba lagi."
)


class Wallet:
    """Four pages and two buttons."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._merchant = gateway.settings.merchant

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self.find),
            web.get("/wallet", self.find),
            web.get("/wallet/open", self.list_open),
            web.post("/wallet/pay", self.pay),
            web.post("/wallet/static", self.pay_static),
            web.get("/wallet/result/{reference}", self.show_result),
            web.get("/pages.css", show_style),
        ]

    async def find(self, request: web.Request) -> web.Response:
        """The question for a code, or the page that asks whether to pay it."""
        code = request.query.get("qr") or request.query.get("va") or ""
        if not code.strip():
            return PAGES.page("find", "Dompet", error="", code="")
        self._gateway.expire_due()
        transactions = self._gateway.transactions
        found = transactions.find_by_qr(code) or transactions.find_by_number(code)
        if found is not None:
            return self._confirm(found)
        if self._is_own_static(code):
            return self._ask_amount()
        return PAGES.page("find", "Dompet", 404, error=UNKNOWN_CODE, code=code)

    async def list_open(self, _request: web.Request) -> web.Response:
        self._gateway.expire_due()
        rows = [
            PAGES.fragment(
                "open_row",
                order=one.order_id,
                channel=CHANNEL_NAMES[one.channel_name],
                amount=rupiah(one.gross_idr),
                until=f"{one.expires_at.astimezone(WIB):%d/%m/%Y %H.%M} WIB",
                link="/wallet?" + urlencode({"qr": one.qr_string or one.number}),
            )
            for one in self._gateway.transactions
            if one.status is Status.PENDING
        ]
        body = "".join(reversed(rows)) or PAGES.fragment("open_none")
        return PAGES.page("open", "Menunggu pembayaran", html={"rows": body})

    async def pay(self, request: web.Request) -> web.Response:
        """Pay what is still payable; the result page says what came of it."""
        form = await request.post()
        try:
            transaction = self._gateway.find(str(form.get("transaction_id", "")))
            if transaction.status is Status.PENDING:
                self._gateway.pay(transaction, at=self._gateway.now())
        except Refusal:
            return PAGES.page("find", "Dompet", 404, error=UNKNOWN_CODE, code="")
        raise _see_result(transaction)

    async def pay_static(self, request: web.Request) -> web.Response:
        """Pay an amount of the payer's own choice to the merchant's static QR."""
        form = await request.post()
        amount = str(form.get("amount", "")).replace(".", "").strip()
        qris_max = 10_000_000
        is_fit = amount.isascii() and amount.isdigit() and len(amount) <= 8
        if not is_fit or not 0 < int(amount) <= qris_max:
            error = "Isi jumlah dalam rupiah penuh, 1 sampai 10.000.000."
            return self._ask_amount(error)
        raise _see_result(self._gateway.take_unknown(ChannelName.QRIS, int(amount)))

    async def show_result(self, request: web.Request) -> web.Response:
        self._gateway.expire_due()
        found = self._gateway.transactions.find(request.match_info["reference"])
        if found is None:
            return PAGES.page("find", "Dompet", 404, error=UNKNOWN_CODE, code="")
        return self._result(found)

    def _confirm(self, transaction: Transaction) -> web.Response:
        if transaction.status is not Status.PENDING:
            return self._result(transaction)
        return PAGES.page(
            "confirm",
            "Periksa pembayaran",
            html={"payee": self._describe_payee(transaction)},
            amount=rupiah(transaction.gross_idr),
            transaction_id=transaction.transaction_id,
        )

    def _result(self, transaction: Transaction) -> web.Response:
        mark, heading, meaning = OUTCOMES[transaction.status]
        moment = transaction.history[-1].at.astimezone(WIB)
        return PAGES.page(
            "result",
            heading,
            html={"payee": self._describe_payee(transaction)},
            mark=mark,
            meaning=meaning,
            amount=rupiah(transaction.amount_idr),
            moment=f"{moment:%d/%m/%Y %H.%M.%S} WIB",
        )

    def _describe_payee(self, transaction: Transaction) -> str:
        is_qris = transaction.channel.is_qris
        number = transaction.number
        if transaction.channel_name is ChannelName.MANDIRI_BILL:
            number = f"{MANDIRI_BILLER_CODE} / {number}"
        return PAGES.fragment(
            "payee",
            name=self._merchant.name,
            city=self._merchant.city,
            channel=CHANNEL_NAMES[transaction.channel_name],
            number_label="NMID" if is_qris else "Nomor",
            number=self._merchant.nmid if is_qris else number,
        )

    def _ask_amount(self, error: str = "") -> web.Response:
        return PAGES.page(
            "static",
            "Isi jumlah",
            400 if error else 200,
            error=error,
            name=self._merchant.name,
            nmid=self._merchant.nmid,
        )

    def _is_own_static(self, code: str) -> bool:
        try:
            payload = qr.read_payload(code.strip())
        except qr.BadPayload:
            return False
        return payload.is_static and payload.nmid == self._merchant.nmid


def _see_result(transaction: Transaction) -> web.HTTPSeeOther:
    return web.HTTPSeeOther(f"/wallet/result/{transaction.transaction_id}")
