"""Asking about payments that are silent: lost notices, lost answers, late money."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from kernel.errors import RempahError
from payments.gateways.port import (
    GatewayError,
    GatewayRefused,
    GatewayUnavailable,
    NotAuthorised,
    UnknownAtGateway,
)
from payments.models import Payment
from payments.services.gateway_calls import ask_gateway, create_at_gateway
from payments.services.request import LIFE_MIN
from payments.services.states import move, schedule_next_question
from payments.transitions import OPEN, PaymentState

logger = logging.getLogger(__name__)

BATCH = 50
LEASE = timedelta(minutes=2)
AT_MOST_EVERY = timedelta(seconds=5)
UNAVAILABLE_MAX = 3


def poll_payments(*, now: datetime) -> int:
    """Ask the gateway about one batch of payments whose question is due.

    Several pollers share the work (SKIP LOCKED and a lease). A payment without an
    answer to its charge is looked up first, and asked for again only if the gateway
    knows nothing of it. A payment that cannot be asked about stops no other; a gateway
    that is away ends the run, and the next one takes up where it stopped. Returns how
    many were taken.
    """
    claimed = _claim(now)
    unavailable = 0
    for index, payment in enumerate(claimed):
        if unavailable >= UNAVAILABLE_MAX:
            _release(claimed[index:], now)
            break
        try:
            _ask(payment, now)
        except (GatewayUnavailable, NotAuthorised) as error:
            unavailable += 1
            logger.warning("No answer about %s: %s", payment.code, error)
        except Exception:
            # Whatever one payment brings about, the others are asked about.
            logger.exception("Payment %s could not be asked about", payment.code)
        else:
            _schedule(payment.pk, now)
    return len(claimed)


def ask_about(*, payment: Payment, now: datetime) -> None:
    """A payer says that they have paid: ask the gateway now, every few seconds at most.

    Without an answer nothing happens; the poller asks again.
    """
    lately = Q(asked_at__gt=now - AT_MOST_EVERY)
    if not Payment.objects.filter(~lately, pk=payment.pk).update(asked_at=now):
        return
    try:
        _ask(payment, now)
    except GatewayError as error:
        logger.warning("No answer about %s: %s", payment.code, error)


def _ask(payment: Payment, now: datetime) -> None:
    try:
        ask_gateway(payment=payment, cause="poll", now=now)
    except UnknownAtGateway:
        _ask_for_it_again(payment, now)
    except GatewayRefused as refusal:
        logger.warning("The gateway refuses to tell of %s: %s", payment.code, refusal)
    except RempahError as refusal:
        logger.warning("Payment %s: %s %s", payment.code, refusal.code, refusal.facts)


def _ask_for_it_again(payment: Payment, now: datetime) -> None:
    """The gateway never heard of it: charge under the same code, or give it up."""
    if payment.state not in OPEN:
        return
    if payment.state == PaymentState.CREATED and payment.expires_at - now >= LIFE_MIN:
        create_at_gateway(payment=payment, now=now)
        return
    with transaction.atomic():
        locked = Payment.objects.select_for_update().get(pk=payment.pk)
        if locked.state in OPEN:
            cause = "the gateway never knew it"
            move(payment=locked, target=PaymentState.FAILED, cause=cause, now=now)


@transaction.atomic
def _claim(now: datetime) -> list[Payment]:
    due = Payment.objects.filter(ask_at__lte=now).order_by("ask_at")
    claimed = list(due.select_for_update(skip_locked=True)[:BATCH])
    Payment.objects.filter(pk__in=[one.pk for one in claimed]).update(
        asked_at=now, ask_at=now + LEASE
    )
    return claimed


def _release(unasked: list[Payment], now: datetime) -> None:
    """What was not asked about comes before what was not answered, in the next run."""
    leased = Payment.objects.filter(ask_at=now + LEASE)
    leased.filter(pk__in=[one.pk for one in unasked]).update(ask_at=now)


def _schedule(payment_id: int, now: datetime) -> None:
    """Replace the lease by the next question, unless a move has set one already."""
    payment = Payment.objects.get(pk=payment_id)
    if payment.ask_at == now + LEASE:
        schedule_next_question(payment, now)
        leased = Payment.objects.filter(pk=payment_id, ask_at=now + LEASE)
        leased.update(ask_at=payment.ask_at)
