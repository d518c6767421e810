"""Notifications: stored as they came, then the gateway is asked for the truth."""

import logging
from collections import defaultdict
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from payments.gateways.port import (
    WITH_MONEY,
    GatewayError,
    GatewayRefused,
    Hint,
    Notice,
    UnknownAtGateway,
    UnreadableBody,
)
from payments.gateways.registry import gateway
from payments.models import Delivery
from payments.services.notices import apply_notice
from payments.services.refusals import NoticeContradictsHistory

logger = logging.getLogger(__name__)

BATCH = 50
# Longer than asking for a whole batch may take before the run gives up.
LEASE = timedelta(minutes=2)
BACKOFF_MAX = timedelta(hours=1)
UNAVAILABLE_MAX = 3
# Anybody may send junk; an hour of it costs at most 64 KiB times this.
FORGED_PER_HOUR_MAX = 1_000

# The hash is the database's own, so that it is that of the bytes that were stored.
_STORE = """
    INSERT INTO payments_delivery
        (gateway, body, sha256, is_genuine, received_at, due_at, attempts, outcome)
    SELECT %(gateway)s, %(body)s, sha256(%(body)s), {verdict}, %(now)s, %(now)s, 0, ''
    {bound}
    ON CONFLICT ON CONSTRAINT delivery_is_stored_once DO NOTHING
"""
_BOUND = """
    WHERE (
        SELECT count(*) FROM (
            SELECT 1 FROM payments_delivery
            WHERE NOT is_genuine AND received_at > %(now)s - interval '1 hour'
            LIMIT %(forged_max)s
        ) AS lately
    ) < %(forged_max)s
"""
_STORE_GENUINE = _STORE.format(verdict="true", bound="")
_STORE_FORGED = _STORE.format(verdict="false", bound=_BOUND)


def record_delivery(
    *, gateway: str, body: bytes, is_genuine: bool, now: datetime
) -> None:
    """Store a webhook's raw body once, by its SHA-256: one statement, no transaction.

    Forged bodies are kept as evidence, up to a number an hour; true ones always.
    """
    values: dict[str, str | bytes | datetime | int] = {
        "gateway": gateway,
        "body": body,
        "now": now,
    }
    with connection.cursor() as cursor:
        if is_genuine:
            cursor.execute(_STORE_GENUINE, values)
        else:
            values["forged_max"] = FORGED_PER_HOUR_MAX
            cursor.execute(_STORE_FORGED, values)


def process_deliveries(*, now: datetime) -> int:
    """Ask for the truth about one batch of genuine deliveries and apply it.

    Several workers share the work (SKIP LOCKED and a lease); several deliveries about
    one order cost one question. What could not be answered waits and is tried again,
    ever less often. Returns how many deliveries were taken; fewer than `BATCH` means
    that no more are due.
    """
    claimed = _claim(now)
    orders: dict[tuple[str, Hint], list[Delivery]] = defaultdict(list)
    for delivery in claimed:
        try:
            hint = gateway(delivery.gateway).read_hint(bytes(delivery.body))
        except (UnreadableBody, LookupError):
            _finish([delivery], "unreadable", now)
            continue
        orders[delivery.gateway, hint].append(delivery)
    unavailable = 0
    for (name, hint), deliveries in orders.items():
        if unavailable >= UNAVAILABLE_MAX:
            _release(deliveries, now)
            continue
        outcome = _process(name, hint, now)
        if outcome:
            _finish(deliveries, outcome, now)
        else:
            unavailable += 1
            _postpone(deliveries, now)
    return len(claimed)


def _process(name: str, hint: Hint, now: datetime) -> str:
    """What became of one order's notifications; empty: ask again later."""
    try:
        notice = _truth(name, hint)
        if notice.reference != hint.reference:
            return "another_order"
        payment = apply_notice(notice=notice, cause="notification", now=now)
        if payment is None and notice.state in WITH_MONEY:
            # Nobody polls it: if that answer was overtaken, this one is not.
            notice = _truth(name, hint)
            apply_notice(notice=notice, cause="asked again", now=now)
    except UnknownAtGateway:
        return "unknown_at_gateway"
    except GatewayRefused:
        return "refused_by_gateway"
    except GatewayError as error:
        logger.warning("No truth about order %s yet: %s", hint.reference, error)
        return ""
    except NoticeContradictsHistory as refusal:
        return refusal.code
    except Exception:
        # One order that breaks must not hold up the others; it is tried again.
        logger.exception("Order %s could not be applied", hint.reference)
        return ""
    return f"applied:{payment.state}" if payment else "not_ours"


def _truth(name: str, hint: Hint) -> Notice:
    """By the order's id; an order the gateway made itself is known by its own id."""
    asked = gateway(name)
    try:
        return asked.look_up(hint.reference)
    except UnknownAtGateway:
        if not hint.gateway_reference:
            raise
        return asked.look_up(hint.gateway_reference)


@transaction.atomic
def _claim(now: datetime) -> list[Delivery]:
    due = Delivery.objects.filter(
        is_genuine=True, processed_at__isnull=True, due_at__lte=now
    )
    claimed = list(due.select_for_update(skip_locked=True).order_by("due_at")[:BATCH])
    Delivery.objects.filter(pk__in=[one.pk for one in claimed]).update(
        due_at=now + LEASE, attempts=F("attempts") + 1
    )
    return claimed


def _finish(deliveries: list[Delivery], outcome: str, now: datetime) -> None:
    Delivery.objects.filter(pk__in=[one.pk for one in deliveries]).update(
        processed_at=now, outcome=outcome
    )


def _release(deliveries: list[Delivery], now: datetime) -> None:
    Delivery.objects.filter(pk__in=[one.pk for one in deliveries]).update(due_at=now)


def _postpone(deliveries: list[Delivery], now: datetime) -> None:
    for delivery in deliveries:
        wait = min(timedelta(seconds=10) * 2 ** min(delivery.attempts, 10), BACKOFF_MAX)
        Delivery.objects.filter(pk=delivery.pk).update(due_at=now + wait)
