"""How the simulators start, stop, remember, and stand alone."""

import ast
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.simulator_processes import (
    ROOT,
    bank_simulator,
    midtrans_simulator,
)
from tests.simulators.conftest import Merchant, charge_body, client_of


def test_a_restart_keeps_truth_clock_and_waiting_notifications(
    merchant: Merchant, tmp_path: Path
) -> None:
    options: dict[str, Any] = {"state": tmp_path / "gw.sqlite", "notify": merchant.url}
    with midtrans_simulator(**options) as gateway:
        gateway.control("clock", now="2027-03-01T12:00:00+07:00")
        gateway.control("faults", delay=1, delay_seconds=60)
        charged = client_of(gateway).charge(charge_body("qris", "A", 150_000))
        before = gateway.truth()["transactions"]
        gateway.process.kill()
    with midtrans_simulator(**options) as gateway:
        assert gateway.truth()["transactions"] == before
        assert gateway.truth()["now"].startswith("2027-03-01")
        gateway.control("pay", qr_string=charged["qr_string"])
        gateway.control("clock", now="2027-03-01T12:05:00+07:00")
        gateway.control("drain")
    assert merchant.seen() == ["settlement", "pending"]


def test_a_payout_waits_for_a_bank_that_is_away() -> None:
    with bank_simulator() as gone:
        url = gone.url
    with midtrans_simulator(bank=url) as gateway:
        gateway.control("clock", now="2027-03-01T12:00:00+07:00")
        gateway.control("unknown", amount=10_000)
        gateway.control("clock", now="2027-03-02T12:00:00+07:00")
        [payout] = gateway.read("/_control/payouts").json()["payouts"]
        assert payout["completed_at"] is None
        with bank_simulator(port=int(url.rsplit(":", 1)[1])) as bank:
            gateway.control("clock", now="2027-03-02T12:00:01+07:00")
            gateway.control("clock", now="2027-03-02T12:00:02+07:00")
            [entry] = bank.truth()["accounts"][0]["entries"]
            assert entry["reference"] == payout["withdrawal_id"]


@pytest.mark.parametrize("make", [midtrans_simulator, bank_simulator])
def test_sigterm_ends_cleanly_even_while_an_answer_hangs(make: Any) -> None:
    with make() as simulator:
        if make is midtrans_simulator:
            simulator.control("faults", hang=1.0)
            with pytest.raises(requests.exceptions.ReadTimeout):
                requests.get(
                    f"{simulator.url}/v2/x/status",
                    auth=("SB-Mid-server-TESTKEY", ""),
                    timeout=0.1,
                )
    assert simulator.process.returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["simulators.midtrans", "--host", "0.0.0.0"],  # noqa: S104
        ["simulators.bank", "--host", "192.0.2.1"],
        ["simulators.midtrans", "--notify", "http://example.org/hook"],
        ["simulators.midtrans", "--bank", "https://127.0.0.1/"],
        ["simulators.midtrans", "--payout-days", "0"],
        ["simulators.midtrans", "--holidays", "/nowhere.json"],
        ["simulators.bank", "--accounts", "12"],
        ["simulators.bank", "--timezone", "Asia/Nowhere"],
    ],
)
def test_a_bad_option_ends_the_start_with_a_sentence(arguments: list[str]) -> None:
    start = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True
    )
    assert start.returncode == 2
    assert "Traceback" not in start.stderr
    assert arguments[1] in start.stderr or "nowhere" in start.stderr


def test_imports_nothing_of_the_product() -> None:
    ours = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"simulators"}
    for path in (ROOT / "simulators").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                assert str(node.module).split(".")[0] not in ours
            if isinstance(node, ast.Import):
                assert not {alias.name.split(".")[0] for alias in node.names} & ours
