"""500 orders through real processes under faults: nothing is lost, nothing is double.

30 % of the notifications come twice, 10 % out of order, 5 % forged, 3 % never; a pool
process is killed every 5 s, once the whole worker; once FLUSHALL, once PostgreSQL is
cut. When the faults end, the books are the gateway's truth.
"""

import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from django.db import connections
from django.db.models import Count

from config.launch.postgres import Postgres
from levies.models import Bill
from outbox.models import Event, Task
from papers.models import Paper, Series
from payments.models import Delivery, Payment, PaymentItem, UnappliedMoney
from receipts.models import Receipt
from tests.running_site import RunningSite, running_site, start_site
from tests.storm.city import bills_for_the_storm
from tests.storm.killer import Killer

ORDERS = 500
ORDER_SECONDS = 90
DRAIN_SECONDS = 240
SEED = 20_261_124
# In flight, or the server was cut: the same request with the same key again.
RETRIED = {409, 500, 502, 503}
FAULTS = {
    "seed": SEED,
    "duplicate": 0.30,
    "reorder": 0.10,
    "forge": 0.05,
    "drop": 0.03,
    "reorder_seconds": 3,
}

pytestmark = [pytest.mark.storm, pytest.mark.xdist_group("storm")]


def test_books_equal_the_gateways_truth_after_the_storm(
    committed_db: str, postgres: Postgres, test_folder: Path
) -> None:
    orders = bills_for_the_storm(ORDERS)
    database = urlsplit(committed_db).path.lstrip("/")
    folder = test_folder / "storm"
    with running_site(
        folder, postgres, database, REMPAH_PAYMENTS_RATE="9999/s"
    ) as site:
        start_site(site)
        site.midtrans.control("faults", **FAULTS)
        killer = Killer(site, postgres, SEED)
        killer.start()
        codes = _order_all(site, orders)
        _pay_all(site, codes)
        killer.stop_after_every_strike()
        site.midtrans.control("faults")
        # Our own connection went with the database.
        connections.close_all()
        _wait_until(lambda: _is_drained(len(codes)), DRAIN_SECONDS)
        truth = site.midtrans.truth()["transactions"]
        _books_are_the_truth(truth)
        _receipts_are_complete_and_gap_free()
        site.manage("check_invariants")
        assert killer.struck.pop("pool process") >= 3
        assert killer.struck == {
            "whole worker": 1,
            "FLUSHALL": 1,
            "database restart": 1,
        }


def _order_all(site: RunningSite, orders: list[list[str]]) -> list[str]:
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(lambda kodes: _order(site, kodes), orders))


def _order(site: RunningSite, kodes: list[str]) -> str:
    """Ask for a payment as a careful client does: again with the same key."""
    key, deadline = uuid.uuid4().hex, time.monotonic() + ORDER_SECONDS
    last = "no answer"
    while time.monotonic() < deadline:
        answer = _ask(site, kodes, key)
        if answer is not None:
            last = f"{answer.status_code} {answer.text[:300]}"
            assert answer.status_code in {201, *RETRIED}, last
            document: dict[str, Any] = answer.json() if answer.ok else {}
            if document.get("qr_string"):
                return str(document["id"])
            if document.get("id"):
                return _wait_for_the_code(site, document["id"], deadline)
        time.sleep(0.5)
    raise AssertionError(f"no payment in time; last: {last}")


def _wait_for_the_code(site: RunningSite, code: str, deadline: float) -> str:
    """The gateway was slow to answer: the payment is there, its QR comes later."""
    last = ""
    while time.monotonic() < deadline:
        try:
            answer = requests.get(f"{site.url}/api/v1/payments/{code}/", timeout=20)
            last = answer.text[:300]
            if answer.ok and answer.json().get("qr_string"):
                return code
        except requests.RequestException as error:
            last = type(error).__name__
        time.sleep(1)
    raise AssertionError(f"no QR in time; last: {last}")


def _ask(site: RunningSite, kodes: list[str], key: str) -> requests.Response | None:
    try:
        return requests.post(
            f"{site.url}/api/v1/payments/",
            json={"bills": kodes, "channel": "qris"},
            headers={"Idempotency-Key": key},
            timeout=20,
        )
    except requests.RequestException:
        return None


def _pay_all(site: RunningSite, codes: list[str]) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda code: site.midtrans.control("pay", order_id=code), codes))


def _wait_until(is_done: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not is_done():
        assert time.monotonic() < deadline, _what_is_missing()
        time.sleep(1)


def _is_drained(orders: int) -> bool:
    paid = Payment.objects.filter(state="paid").count()
    waiting = Task.objects.filter(done_at=None).exists()
    relaying = Event.objects.filter(relayed_at=None).exists()
    # Those a killed process had taken wait for their lease to end.
    unheard = Delivery.objects.filter(is_genuine=True, processed_at=None).exists()
    is_busy = waiting or relaying or unheard
    return paid == orders and not is_busy and not _pairs_missing()


def _pairs_missing() -> int:
    pairs = PaymentItem.objects.filter(payment__state="paid")
    wanted = pairs.values("payment_id", "opd_id").distinct().count()
    return wanted - Receipt.objects.count()


def _what_is_missing() -> str:
    states = dict(Payment.objects.values_list("state").annotate(Count("id")))
    parked = list(
        Task.objects.filter(done_at=None).values_list("handler", "last_error")[:5]
    )
    return f"payments {states}, pairs missing {_pairs_missing()}, tasks {parked}"


def _books_are_the_truth(truth: list[dict[str, Any]]) -> None:
    theirs = {
        (one["order_id"], one["transaction_id"], one["paid_amount"])
        for one in truth
        if one["status"] == "settlement"
    }
    ours = set(
        Payment.objects.filter(state="paid").values_list(
            "code", "gateway_reference", "received_idr"
        )
    )
    assert ours == theirs
    assert not UnappliedMoney.objects.exists()
    assert not Bill.objects.exclude(state="paid_off").exists()
    twice = (
        PaymentItem.objects.filter(payment__state="paid")
        .values("bill")
        .annotate(times=Count("id"))
        .filter(times__gt=1)
    )
    assert not twice.exists()


def _receipts_are_complete_and_gap_free() -> None:
    assert _pairs_missing() == 0
    for series in Series.objects.filter(kind="SSRD"):
        serials = Paper.objects.filter(
            opd=series.opd, kind="SSRD", year=series.year
        ).values_list("serial", flat=True)
        assert sorted(serials) == list(range(1, series.last_serial + 1))
