"""Accept a webhook: requests per second and p99 against the floor, by wrk."""

import hashlib
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connections

from bench.figures import Figure
from config.launch.processes import Processes, free_port

SECONDS = 4
ROUNDS = 3
CONNECTIONS = 16
# Each request has an order id of its own, so that no two bodies are the same.
SCRIPT = """
local bodies = {}
local at = 0
for line in io.lines("%s") do bodies[#bodies + 1] = line end
function request()
  at = at + 1
  return wrk.format("POST", nil, {["Content-Type"]="application/json"}, bodies[at])
end
"""
BODIES = 60_000


def run() -> list[Figure]:
    """Two figures: throughput (≥ 0.8 of the floor) and p99 (≤ 2 ×)."""
    if not shutil.which("wrk"):
        raise SystemExit("The webhook bench needs wrk:  apt-get install wrk")
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_floor (id bigserial PRIMARY KEY, body bytea)"
        )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        port = free_port()
        processes = Processes(folder, _environment())
        processes.start(
            "site",
            [
                sys.executable, "-m", "granian", "--interface", "wsgi",
                "config.wsgi:application", "--host", "127.0.0.1", "--port", str(port),
                "--workers", "2", "--no-ws",
            ],
        )  # fmt: skip
        try:
            site = f"http://127.0.0.1:{port}"
            processes.wait_for("site", f"{site}/healthz")
            return _measure(site, folder)
        finally:
            processes.stop()


def _measure(site: str, folder: Path) -> list[Figure]:
    floors, ours = [], []
    for round_number in range(ROUNDS):
        floors.append(_wrk(f"{site}/floor/webhook/", folder, f"f{round_number}"))
        ours.append(_wrk(f"{site}/webhooks/midtrans/", folder, f"o{round_number}"))
    floor_rate, our_rate = (
        statistics.median(rate for rate, _ in runs) for runs in (floors, ours)
    )
    floor_p99, our_p99 = (
        statistics.median(p99 for _, p99 in runs) for runs in (floors, ours)
    )
    rate, slower = our_rate / floor_rate, our_p99 / floor_p99
    return [
        Figure("accept a webhook: requests/s", f"{floor_rate:.0f}/s",
               f"{our_rate:.0f}/s", rate, "≥ 0.8", rate >= 0.8),
        Figure("accept a webhook: p99", f"{floor_p99:.1f} ms", f"{our_p99:.1f} ms",
               slower, "≤ 2", slower <= 2),
    ]  # fmt: skip


def _wrk(url: str, folder: Path, label: str) -> tuple[float, float]:
    """Requests per second and p99 in milliseconds; fails on any answer but 2xx."""
    bodies = folder / f"{label}.txt"
    bodies.write_bytes(b"\n".join(_body(label, n) for n in range(BODIES)))
    script = folder / f"{label}.lua"
    script.write_text(SCRIPT % bodies)
    done = subprocess.run(
        [
            "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency",
            "-s", str(script), url,
        ],
        capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip
    if "Non-2xx" in done.stdout:
        raise SystemExit(f"{url} did not answer 200:\n{done.stdout}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", done.stdout)
    if not rate or not p99:
        raise SystemExit(done.stdout)
    factor = {"us": 0.001, "ms": 1.0, "s": 1000.0}[p99[2]]
    return float(rate[1]), float(p99[1]) * factor


def _body(label: str, number: int) -> bytes:
    return signed_body(f"bench-{label}-{number}")


def signed_body(order_id: str) -> bytes:
    """A genuine pending notification, as the gateway would sign it."""
    key = settings.MIDTRANS["server_key"].get_secret_value()
    told = {
        "transaction_time": "2026-11-24 09:12:01",
        "transaction_status": "settlement",
        "transaction_id": "513f1f01-c9da-474c-9fc9-d5c64364b709",
        "status_message": "midtrans payment notification",
        "status_code": "200",
        "payment_type": "qris",
        "order_id": order_id,
        "merchant_id": "G000000001",
        "gross_amount": "45000.00",
        "fraud_status": "accept",
        "currency": "IDR",
        "acquirer": "gopay",
    }
    signed = f"{order_id}200{told['gross_amount']}{key}"
    told["signature_key"] = hashlib.sha512(signed.encode()).hexdigest()
    return json.dumps(told).encode()


def _environment() -> dict[str, str]:
    return dict(os.environ)
