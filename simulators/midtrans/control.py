"""The hidden hand: pay, deny, reverse, move the clock, break things, tell the truth."""

from datetime import date, datetime

from aiohttp import web
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from simulators.clock import WIB, ClockMove
from simulators.midtrans.api import CoreApi
from simulators.midtrans.channels import ChannelName
from simulators.midtrans.errors import NOT_FOUND, Refusal
from simulators.midtrans.faults import Faults, Plan
from simulators.midtrans.gateway import ISSUER, Gateway
from simulators.midtrans.settlement import Settlement, write_csv
from simulators.midtrans.transactions import Status, Transaction
from simulators.serving import Refused, indented, read_control

STRICT = ConfigDict(extra="forbid")


class Which(BaseModel):
    """One transaction: by order or transaction id, account number or QR."""

    model_config = STRICT

    order_id: str = ""
    transaction_id: str = ""
    va_number: str = ""
    qr_string: str = ""


class Pay(Which):
    amount: int | None = Field(None, gt=0)
    at: AwareDatetime | None = None
    late: bool = False
    issuer: str = ISSUER


class ConfirmRefund(Which):
    refund_key: str = ""


class Unknown(BaseModel):
    model_config = STRICT

    amount: int = Field(gt=0)
    channel: ChannelName = ChannelName.QRIS


class Control:
    """Everything under /_control/."""

    def __init__(
        self, gateway: Gateway, settlement: Settlement, faults: Faults, api: CoreApi
    ) -> None:
        self._gateway = gateway
        self._settlement = settlement
        self._faults = faults
        self._api = api

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/_control/pay", self.pay),
            web.post("/_control/deny", self.deny),
            web.post("/_control/expire", self.expire),
            web.post("/_control/reverse", self.reverse),
            web.post("/_control/refund-confirm", self.confirm_refund),
            web.post("/_control/unknown", self.take_unknown),
            web.post("/_control/faults", self.set_faults),
            web.get("/_control/faults", self.show_faults),
            web.post("/_control/clock", self.move_clock),
            web.get("/_control/clock", self.show_clock),
            web.post("/_control/drain", self.drain),
            web.post("/_control/reset", self.reset),
            web.get("/_control/truth", self.truth),
            web.get("/_control/notifications", self.notifications),
            web.get("/_control/payouts", self.payouts),
            web.get("/_control/settlement.csv", self.settlement_csv),
        ]

    async def pay(self, request: web.Request) -> web.Response:
        command = await read_control(request, Pay)
        at, now = command.at or self._gateway.now(), self._gateway.now()
        if at > now:
            raise Refused("at is in the future; move the clock first", 400)
        transaction = self._find(command)
        self._gateway.pay(
            transaction,
            at=at,
            amount_idr=command.amount,
            issuer=command.issuer,
            is_late=command.late,
        )
        return _answer(transaction)

    async def deny(self, request: web.Request) -> web.Response:
        transaction = self._find(await read_control(request, Which))
        return _answer(self._gateway.deny(transaction.transaction_id))

    async def expire(self, request: web.Request) -> web.Response:
        transaction = self._find(await read_control(request, Which))
        return _answer(self._gateway.expire(transaction.transaction_id))

    async def reverse(self, request: web.Request) -> web.Response:
        transaction = self._find(await read_control(request, Which))
        self._gateway.reverse(transaction)
        return _answer(transaction)

    async def confirm_refund(self, request: web.Request) -> web.Response:
        command = await read_control(request, ConfirmRefund)
        transaction = self._find(command)
        self._gateway.confirm_refund(transaction, command.refund_key)
        return _answer(transaction)

    async def take_unknown(self, request: web.Request) -> web.Response:
        command = await read_control(request, Unknown)
        return _answer(self._gateway.take_unknown(command.channel, command.amount))

    async def set_faults(self, request: web.Request) -> web.Response:
        """Replace the plan; an empty object ends all faults."""
        self._faults.set(await read_control(request, Plan))
        return await self.show_faults(request)

    async def show_faults(self, _request: web.Request) -> web.Response:
        plan = self._faults.plan.model_dump()
        return web.json_response({"plan": plan, "struck": self._faults.struck})

    async def move_clock(self, request: web.Request) -> web.Response:
        """Move the clock and run what is due; notifications go out on their own."""
        self._gateway.clock.move(await read_control(request, ClockMove))
        self._gateway.expire_due()
        await self._settlement.run_due()
        self._gateway.notifier.wake()
        return await self.show_clock(request)

    async def show_clock(self, _request: web.Request) -> web.Response:
        return web.json_response(self._gateway.clock.describe())

    async def drain(self, _request: web.Request) -> web.Response:
        """Answer when every notification that is due has been tried."""
        await self._gateway.notifier.drain()
        return web.json_response({"waiting": self._gateway.notifier.waiting()})

    async def reset(self, request: web.Request) -> web.Response:
        """Forget everything but the settings; real time again, and no faults."""
        self._gateway.notifier.clear()
        self._gateway.clear()
        self._faults.clear()
        self._api.keys.clear()
        self._gateway.clock.move(ClockMove(offset_seconds=0))
        self._settlement.clear()
        return await self.show_clock(request)

    async def truth(self, _request: web.Request) -> web.Response:
        transactions = [describe(one) for one in self._gateway.transactions]
        now = self._gateway.clock.describe()
        return _json({**now, "transactions": transactions})

    async def notifications(self, _request: web.Request) -> web.Response:
        shelf = self._gateway.notifier.shelf
        return _json({"notifications": [one.model_dump(mode="json") for one in shelf]})

    async def payouts(self, _request: web.Request) -> web.Response:
        payouts = [one.model_dump(mode="json") for one in self._settlement.payouts]
        return _json({"payouts": payouts})

    async def settlement_csv(self, request: web.Request) -> web.Response:
        """The report of one WIB date; `shuffle` puts its columns in another order."""
        day = read_day(request.query.get("date", ""))
        shuffle = request.query.get("shuffle", "0")
        seed = int(shuffle) if shuffle.isdigit() and int(shuffle) else None
        text = write_csv(self._settlement.report(day), seed)
        name = f'attachment; filename="midtrans-{day}.csv"'
        return web.Response(
            text=text,
            content_type="text/csv",
            charset="utf-8",
            headers={"Content-Disposition": name},
        )

    def _find(self, which: Which) -> Transaction:
        self._gateway.expire_due()
        transactions = self._gateway.transactions
        if reference := which.transaction_id or which.order_id:
            found = transactions.find(reference)
        elif which.va_number:
            found = transactions.find_by_number(which.va_number)
        else:
            found = transactions.find_by_qr(which.qr_string)
        if found is None:
            raise Refusal(404, NOT_FOUND)
        return found


def read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("date must be YYYY-MM-DD", 400) from None


def describe(transaction: Transaction) -> dict[str, object]:
    """One transaction as it truly is; instants in WIB with their offset."""
    return {
        "order_id": transaction.order_id,
        "transaction_id": transaction.transaction_id,
        "channel": transaction.channel_name.value,
        "payment_type": transaction.channel.payment_type,
        "status": transaction.status.value,
        "gross_amount": transaction.gross_idr,
        "paid_amount": transaction.paid_idr,
        "is_known": transaction.is_known,
        "number": transaction.number,
        "qr_string": transaction.qr_string,
        "issuer": transaction.issuer,
        "transaction_time": _instant(transaction.created_at),
        "expiry_time": _instant(transaction.expires_at),
        "settlement_time": _instant(transaction.settled_at),
        "history": [
            {"status": step.status.value, "at": _instant(step.at)}
            for step in transaction.history
        ],
        "refunds": [
            {
                "refund_key": refund.refund_key,
                "refund_chargeback_id": refund.refund_chargeback_id,
                "amount": refund.amount_idr,
                "created_at": _instant(refund.created_at),
                "bank_confirmed_at": _instant(refund.bank_confirmed_at),
                "payout_id": refund.payout_id,
            }
            for refund in transaction.refunds
        ],
        "fee": transaction.fee_idr,
        "fee_vat": transaction.fee_vat_idr,
        "payout_id": transaction.payout_id,
        "custom_field1": transaction.custom_fields.get("custom_field1", ""),
        "was_paid": any(
            step.status is Status.SETTLEMENT for step in transaction.history
        ),
    }


def _instant(instant: datetime | None) -> str | None:
    return None if instant is None else instant.astimezone(WIB).isoformat()


def _answer(transaction: Transaction) -> web.Response:
    return web.json_response(describe(transaction))


def _json(document: object) -> web.Response:
    return web.json_response(text=indented(document))
