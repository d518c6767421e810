"""The Core API over HTTP: who asks, is the form right, which verb, what code."""

import argparse
import asyncio
import json
import uuid
from base64 import b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hmac import compare_digest

from aiohttp import hdrs, web

from simulators.midtrans import qr
from simulators.midtrans.answers import (
    Body,
    describe_change,
    describe_charge,
    describe_refund,
    describe_refused_refund,
    describe_status,
)
from simulators.midtrans.errors import (
    CANNOT_MODIFY,
    MALFORMED,
    RECOVERING,
    UNAUTHORIZED,
    Refusal,
    invalid,
)
from simulators.midtrans.faults import HAPPENS_ANYWAY, AnswerFault, Faults
from simulators.midtrans.gateway import Gateway
from simulators.midtrans.idempotency import IdempotencyKeys, usable_key
from simulators.midtrans.wire import drip, spoil, strike
from simulators.serving import loopback_url

BODY_BYTES_MAX = 16 * 1024
URLS_MAX = 3
HTTP_CODES = {400: 400, 401: 401}
"""Everything else is answered with HTTP 200 and its code inside the body."""


@dataclass(frozen=True)
class Call:
    request: web.Request
    body: Body

    @property
    def reference(self) -> str:
        return self.request.match_info["reference"]


type Operation = Callable[[Call], Body]
type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class CoreApi:
    """The operations, and the guard that stands before each of them."""

    def __init__(self, gateway: Gateway, faults: Faults) -> None:
        self._gateway = gateway
        self._settings = gateway.settings
        self._faults = faults
        self.keys = IdempotencyKeys()

    def routes(self) -> list[web.RouteDef]:
        guard = self._guard
        one = "/v2/{reference}"
        return [
            web.get("/v2/qris/{reference}/qr-code", self.draw_qr),
            web.get("/v4/qris/{reference}/qr-code", self.draw_qr),
            web.post("/v2/charge", guard(self.charge)),
            web.get(f"{one}/status", guard(self.status)),
            web.get(f"{one}/status/b2b", guard(self.status_b2b)),
            web.post(f"{one}/cancel", guard(self.cancel)),
            web.post(f"{one}/expire", guard(self.expire)),
            web.post(f"{one}/approve", guard(self.judge_fraud)),
            web.post(f"{one}/deny", guard(self.judge_fraud)),
            web.post(f"{one}/refund", guard(self.refund)),
            web.post(f"{one}/refund/online/direct", guard(self.refund_directly)),
        ]

    def charge(self, call: Call) -> Body:
        urls = notify_urls(call.request, self._settings.notify_url)
        transaction = self._gateway.charge(call.body, urls)
        base_url = f"{call.request.scheme}://{call.request.host}"
        return describe_charge(transaction, self._settings, base_url)

    def status(self, call: Call) -> Body:
        return describe_status(self._gateway.find(call.reference), self._settings)

    def status_b2b(self, call: Call) -> Body:
        one = describe_status(self._gateway.find(call.reference), self._settings)
        message = "Success, transactions found"
        return {
            "status_code": "200",
            "status_message": message,
            "transactions": [one],
        }

    def cancel(self, call: Call) -> Body:
        transaction = self._gateway.cancel(call.reference)
        message = "Success, transaction is canceled"
        return describe_change(transaction, self._settings, message)

    def expire(self, call: Call) -> Body:
        transaction = self._gateway.expire(call.reference)
        message = "Success, transaction has expired"
        return describe_change(transaction, self._settings, message)

    def judge_fraud(self, call: Call) -> Body:
        """Approve and deny are for challenged cards; none of our channels has that."""
        self._gateway.find(call.reference)
        raise Refusal(412, CANNOT_MODIFY)

    def refund(self, call: Call) -> Body:
        return self._refund(call, "offline")

    def refund_directly(self, call: Call) -> Body:
        return self._refund(call, "online")

    async def draw_qr(self, request: web.Request) -> web.Response:
        """The picture of a QR; public, as the real one is."""
        transaction = self._gateway.transactions.find(request.match_info["reference"])
        if transaction is None or not transaction.qr_string:
            raise web.HTTPNotFound
        picture = qr.draw(transaction.qr_string)
        return web.Response(body=picture, content_type="image/png")

    def _refund(self, call: Call, method: str) -> Body:
        transaction = self._gateway.find(call.reference)
        if transaction.is_settled and self._faults.strikes("refuse_refund"):
            return describe_refused_refund(transaction, self._settings)
        refund = self._gateway.refund(call.reference, call.body, method)
        return describe_refund(transaction, refund, self._settings)

    def _guard(self, operation: Operation) -> Handler:
        """Authorise, read, answer a repeated key from memory, else do the work."""

        async def handle(request: web.Request) -> web.StreamResponse:
            try:
                self._authorise(request)
                body = await read_body(request)
            except Refusal as refusal:
                return await self._send(request, describe_refusal(refusal), None)
            key = usable_key(request.headers.get("Idempotency-Key"), body)
            if request.method == hdrs.METH_GET or not key:
                return await self._answer(Call(request, body), operation, "")
            kept = self.keys.find(key, self._gateway.now())
            if kept is None:
                return await self._answer(Call(request, body), operation, key)
            if kept.body is None:
                running = "The first request with this key is still in process."
                answer: Body = {"status_code": "202", "status_message": running}
                return web.json_response(answer, status=202)
            return await self._send(request, kept.body, None)

        return handle

    def _authorise(self, request: web.Request) -> None:
        expected = b64encode(f"{self._settings.server_key}:".encode()).decode()
        given = request.headers.get(hdrs.AUTHORIZATION, "")
        if not compare_digest(given.encode(), f"Basic {expected}".encode()):
            raise Refusal(401, UNAUTHORIZED)

    async def _answer(
        self, call: Call, operation: Operation, key: str
    ) -> web.StreamResponse:
        """Do the work, with whatever fault strikes before or after it."""
        fault = self._faults.strike_answer(call.request.path)
        strikes_first = fault is not None and not self._faults.plan.after
        if strikes_first and fault not in HAPPENS_ANYWAY and fault != "hang":
            return await self._send(call.request, {}, fault)
        if key:
            self.keys.begin(key, self._gateway.now())
        if strikes_first and fault == "hang":
            await asyncio.sleep(self._faults.plan.hang_seconds)
            fault = None
        body = describe_refusal(Refusal(500, RECOVERING))
        try:
            body = operation(call)
        except Refusal as refusal:
            body = describe_refusal(refusal)
        finally:
            if key:
                self.keys.finish(key, body, self._gateway.now())
        return await self._send(call.request, body, fault)

    async def _send(
        self, request: web.Request, body: Body, fault: AnswerFault | None
    ) -> web.StreamResponse:
        if fault is not None:
            await strike(fault, request, self._faults.plan)
            if (spoiled := spoil(fault, body)) is not None:
                return spoiled
            if fault == "slow_drip":
                return await drip(request, body, self._faults.plan.drip_seconds)
        code = int(str(body["status_code"]))
        mirrored = code if self._settings.mirrors_http_code and code < 600 else 200
        return web.json_response(body, status=HTTP_CODES.get(code, mirrored))


def describe_refusal(refusal: Refusal) -> Body:
    body: Body = {
        "status_code": str(refusal.status_code),
        "status_message": refusal.message,
        "id": str(uuid.uuid4()),
    }
    if refusal.problems:
        body["validation_messages"] = refusal.problems
    return body


async def read_body(request: web.Request) -> Body:
    """The JSON object of a POST; raises Refusal 400 or 413."""
    raw = await request.read()
    if len(raw) > BODY_BYTES_MAX:
        raise invalid("request body is larger than 16 KB")
    if request.method == hdrs.METH_GET or not raw:
        return {}
    try:
        body = json.loads(raw)
    except ValueError:
        raise Refusal(413, MALFORMED) from None
    if not isinstance(body, dict):
        raise invalid("request body must be an object")
    return body


def notify_urls(request: web.Request, default: str) -> list[str]:
    """Where to send notifications: the header replaces, or adds to, the setting."""
    override = _split(request.headers.get("X-Override-Notification", ""))
    append = _split(request.headers.get("X-Append-Notification", ""))
    return [*(override or _split(default)), *append]


def _split(header: str) -> list[str]:
    try:
        urls = [loopback_url(url.strip()) for url in header.split(",")]
    except argparse.ArgumentTypeError as error:
        raise invalid(f"notification URL: {error}") from None
    return list(filter(None, urls))[:URLS_MAX]
