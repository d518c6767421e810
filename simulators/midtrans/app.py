"""Puts the gateway together and keeps its clockwork running."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

from aiohttp import web

from simulators.clock import Clock
from simulators.midtrans.api import CoreApi
from simulators.midtrans.control import Control
from simulators.midtrans.errors import Refusal
from simulators.midtrans.faults import Faults
from simulators.midtrans.gateway import Gateway
from simulators.midtrans.settings import Settings
from simulators.midtrans.settlement import Settlement
from simulators.midtrans.wallet import Wallet
from simulators.midtrans.webhooks import Notifier
from simulators.serving import explain_refusals, healthz

TICK_SECONDS = 1


@web.middleware
async def explain_gateway_refusals(
    request: web.Request,
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> web.StreamResponse:
    """A control call that the gateway refuses: 404 when unknown, else a conflict."""
    try:
        return await handler(request)
    except Refusal as refusal:
        status = 404 if refusal.status_code == 404 else 409
        return web.json_response({"error": refusal.message}, status=status)


def make_app(settings: Settings, database: sqlite3.Connection) -> web.Application:
    clock = Clock(database)
    faults = Faults(settings.seed)
    notifier = Notifier(settings, clock, database, faults)
    gateway = Gateway(settings, clock, database, notifier)
    settlement = Settlement(gateway, database)
    api = CoreApi(gateway, faults)
    control = Control(gateway, settlement, faults, api)

    async def tick() -> None:
        while True:
            gateway.expire_due()
            await settlement.run_due()
            await asyncio.sleep(TICK_SECONDS)

    async def clockwork(_app: web.Application) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(tick()), asyncio.create_task(notifier.run())]
        yield
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    app = web.Application(middlewares=[explain_refusals, explain_gateway_refusals])
    app.cleanup_ctx.append(clockwork)
    app.add_routes([web.get("/healthz", healthz)])
    for part in (api, control, Wallet(gateway)):
        app.add_routes(part.routes())
    return app
