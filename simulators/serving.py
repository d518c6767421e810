"""What both simulators share at their edge: options, control calls, start and stop."""

import argparse
import asyncio
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web
from pydantic import BaseModel, ValidationError


class Refused(Exception):
    """A control call that cannot be done; says why, and with which HTTP status."""

    def __init__(self, reason: str, status: int = 409) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


def loopback_host(text: str) -> str:
    """Accept a name of this machine only: nobody else may ever pay into a simulator."""
    if text == "localhost":
        return text
    try:
        is_loopback = ip_address(text).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise argparse.ArgumentTypeError(f"{text!r} is not a loopback address")
    return text


def loopback_url(text: str) -> str:
    """Accept an http URL of this machine; nothing is ever sent to another one."""
    if not text:
        return text
    parts = urlsplit(text)
    if parts.scheme != "http" or not parts.hostname:
        raise argparse.ArgumentTypeError(f"{text!r} is not an http URL")
    loopback_host(parts.hostname)
    return text.rstrip("/") if parts.path == "/" else text


class Options:
    """A parser whose every flag may also be given as an environment variable.

    `--server-key` of a parser with prefix `MIDTRANS_SIMULATOR` is
    `MIDTRANS_SIMULATOR_SERVER_KEY`, so that a secret need not stand in a process list.
    """

    def __init__(self, module: str, prefix: str, port: int) -> None:
        self._prefix = prefix
        self.parser = argparse.ArgumentParser(f"python -m {module}")
        self.add("--host", "127.0.0.1", "loopback address to listen on", loopback_host)
        self.add("--port", port, "port to listen on; 0 takes a free one", int)
        self.add("--state", "", "SQLite file that keeps the truth over a restart")

    def add(
        self,
        flag: str,
        default: object,
        text: str,
        read: Callable[[str], object] = str,
    ) -> None:
        variable = f"{self._prefix}_{flag[2:].replace('-', '_').upper()}"
        self.parser.add_argument(
            flag,
            default=os.environ.get(variable, default),
            type=read,
            help=f"{text} [{variable}]",
        )


async def read_control[Command: BaseModel](
    request: web.Request, model: type[Command]
) -> Command:
    """Read the JSON body of a control call; an empty one is an empty object."""
    return model.model_validate_json(await request.read() or b"{}")


@web.middleware
async def explain_refusals(
    request: web.Request,
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> web.StreamResponse:
    """Turn a control call that cannot be done into one sentence of JSON."""
    try:
        return await handler(request)
    except Refused as refused:
        return web.json_response({"error": refused.reason}, status=refused.status)
    except ValidationError as invalid:
        problems = [
            f"{'.'.join(map(str, problem['loc'])) or 'body'}: {problem['msg']}"
            for problem in invalid.errors()
        ]
        return web.json_response({"error": "; ".join(problems)}, status=400)


def indented(document: object) -> str:
    """Write JSON that a person can read in a browser."""
    return json.dumps(document, indent=1, ensure_ascii=False)


async def healthz(_request: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


async def _serve(app: web.Application, host: str, port: int, name: str) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    # A hung answer (one of the faults) must not hold up the end of the process.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        bound_port = runner.addresses[0][1]
        sys.stdout.write(f"{name}: http://{host}:{bound_port}\n")
        sys.stdout.flush()
        await stop.wait()
    finally:
        await runner.cleanup()


def serve(app: web.Application, host: str, port: int, name: str) -> None:
    """Run until SIGTERM or Ctrl-C; the first line printed names the address."""
    asyncio.run(_serve(app, host, port, name))
