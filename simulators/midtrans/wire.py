"""Bad answers: silence, a broken connection, and bodies that no client expects."""

import asyncio
import json

from aiohttp import web

from simulators.midtrans.answers import Body
from simulators.midtrans.errors import RECOVERING
from simulators.midtrans.faults import AnswerFault, Plan

BAD_GATEWAY = "<html><body><h1>502 Bad Gateway</h1></body></html>"


async def strike(fault: AnswerFault, request: web.Request, plan: Plan) -> None:
    """Let the caller wait, or cut it off."""
    if fault == "hang":
        await asyncio.sleep(plan.hang_seconds)
    elif fault == "reset" and request.transport is not None:
        request.transport.abort()


def spoil(fault: AnswerFault, body: Body) -> web.Response | None:
    """The answer that comes instead of the body, where the fault changes it."""
    match fault:
        case "reset":
            return web.Response()
        case "html_502":
            return web.Response(text=BAD_GATEWAY, status=502, content_type="text/html")
        case "error_500":
            trouble = {"status_code": "500", "status_message": RECOVERING}
            return web.json_response(trouble)
        case "list_body":
            return web.json_response([body])
        case "truncated":
            text = json.dumps(body)
            half = text[: len(text) // 2]
            return web.Response(text=half, content_type="application/json")
    return None


async def drip(
    request: web.Request, body: Body, pause_seconds: float
) -> web.StreamResponse:
    """The right answer, one byte at a time."""
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    for byte in json.dumps(body).encode():
        await response.write(bytes([byte]))
        await asyncio.sleep(pause_seconds)
    await response.write_eof()
    return response
