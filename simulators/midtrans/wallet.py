"""A wallet for people: paste what the site shows, see the payee, press Bayar."""

from collections.abc import Mapping
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import urlencode

from aiohttp import web

from simulators.clock import WIB
from simulators.midtrans import qr
from simulators.midtrans.channels import MANDIRI_BILLER_CODE, ChannelName
from simulators.midtrans.errors import Refusal
from simulators.midtrans.gateway import Gateway
from simulators.midtrans.transactions import Status, Transaction

PAGES = Path(__file__).parent / "pages"
SECURITY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; "
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
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


def rupiah(amount_idr: int) -> str:
    return f"Rp {amount_idr:,}".replace(",", ".")


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
            web.get("/wallet.css", self.style),
        ]

    async def find(self, request: web.Request) -> web.Response:
        """The question for a code, or the page that asks whether to pay it."""
        code = request.query.get("qr") or request.query.get("va") or ""
        if not code.strip():
            return _page("find", "Dompet", error="", code="")
        self._gateway.expire_due()
        transactions = self._gateway.transactions
        found = transactions.find_by_qr(code) or transactions.find_by_number(code)
        if found is not None:
            return self._confirm(found)
        if self._is_own_static(code):
            return self._ask_amount()
        return _page("find", "Dompet", 404, error=UNKNOWN_CODE, code=code)

    async def list_open(self, _request: web.Request) -> web.Response:
        self._gateway.expire_due()
        rows = [
            _fragment(
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
        body = "".join(reversed(rows)) or _fragment("open_none")
        return _page("open", "Menunggu pembayaran", html={"rows": body})

    async def pay(self, request: web.Request) -> web.Response:
        """Pay what is still payable; the result page says what came of it."""
        form = await request.post()
        try:
            transaction = self._gateway.find(str(form.get("transaction_id", "")))
            if transaction.status is Status.PENDING:
                self._gateway.pay(transaction, at=self._gateway.now())
        except Refusal:
            return _page("find", "Dompet", 404, error=UNKNOWN_CODE, code="")
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
            return _page("find", "Dompet", 404, error=UNKNOWN_CODE, code="")
        return self._result(found)

    async def style(self, _request: web.Request) -> web.FileResponse:
        return web.FileResponse(PAGES / "wallet.css")

    def _confirm(self, transaction: Transaction) -> web.Response:
        if transaction.status is not Status.PENDING:
            return self._result(transaction)
        return _page(
            "confirm",
            "Periksa pembayaran",
            html={"payee": self._describe_payee(transaction)},
            amount=rupiah(transaction.gross_idr),
            transaction_id=transaction.transaction_id,
        )

    def _result(self, transaction: Transaction) -> web.Response:
        mark, heading, meaning = OUTCOMES[transaction.status]
        moment = transaction.history[-1].at.astimezone(WIB)
        return _page(
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
        return _fragment(
            "payee",
            name=self._merchant.name,
            city=self._merchant.city,
            channel=CHANNEL_NAMES[transaction.channel_name],
            number_label="NMID" if is_qris else "Nomor",
            number=self._merchant.nmid if is_qris else number,
        )

    def _ask_amount(self, error: str = "") -> web.Response:
        return _page(
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


def _fragment(name: str, /, **values: str) -> str:
    template = Template((PAGES / f"{name}.html").read_text())
    return template.substitute({key: escape(text) for key, text in values.items()})


def _page(
    name: str,
    title: str,
    status: int = 200,
    /,
    html: Mapping[str, str] | None = None,
    **values: str,
) -> web.Response:
    """A whole page; `values` are escaped, `html` is already a fragment of ours."""
    escaped = {key: escape(text) for key, text in values.items()}
    body = Template((PAGES / f"{name}.html").read_text())
    base = Template((PAGES / "base.html").read_text())
    text = base.substitute(
        title=escape(title), body=body.substitute({**escaped, **(html or {})})
    )
    return web.Response(
        text=text, status=status, content_type="text/html", headers=SECURITY
    )
