"""The machine edge: verify, store, ring, answer. What a body says is read later.

No session, no cookie, no token: the signature is all that counts, and only for whether
the gateway is to be asked. docs/adr/0007-a-notification-is-a-hint.md.
"""

from collections.abc import Callable
from threading import Lock, Timer

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kernel import clock
from outbox.services import ring
from payments.gateways.registry import gateway
from payments.services import record_delivery
from payments.tasks import PROCESS_DELIVERIES

BODY_BYTES_MAX = 64 * 1024


class BurstBell:
    """Rings at once, and once more after a burst; within it nobody waits for Redis.

    Every call is followed by a ring, at most `quiet_milliseconds` later; should the
    process die in between, the beat finds what was stored.
    """

    def __init__(self, ring: Callable[[], None], quiet_milliseconds: int) -> None:
        self._ring = ring
        self._quiet_milliseconds = quiet_milliseconds
        self._lock = Lock()
        self._is_quiet = False
        self._is_wanted = False

    def ring(self) -> None:
        """Ring now, or let the end of the quiet time ring."""
        with self._lock:
            self._is_wanted = self._is_quiet
            if self._is_quiet:
                return
            self._start_quiet_time()
        self._ring()

    def _start_quiet_time(self) -> None:
        self._is_quiet = True
        timer = Timer(self._quiet_milliseconds / 1000, self._end_quiet_time)
        timer.daemon = True
        timer.start()

    def _end_quiet_time(self) -> None:
        with self._lock:
            is_wanted, self._is_wanted = self._is_wanted, False
            self._is_quiet = False
            if is_wanted:
                self._start_quiet_time()
        if is_wanted:
            self._ring()


bell = BurstBell(lambda: ring(PROCESS_DELIVERIES), quiet_milliseconds=50)


class BodyRefused(Exception):
    """A body that is not stored; `status` is the answer."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@csrf_exempt
@require_POST
def midtrans(request: HttpRequest) -> HttpResponse:
    """A notification of Midtrans. 200 stored, 403 stored as forged, 503 come again.

    Its answer decides how often Midtrans tries again: docs.midtrans.com, "HTTP(S)
    notification" (503: four times; 2xx: done).
    """
    try:
        body = read_body(request)
        return HttpResponse(status=store("midtrans", body, request))
    except BodyRefused as refusal:
        return HttpResponse(status=refusal.status)
    except (OperationalError, InterfaceError):
        return HttpResponse(status=503)


def read_body(request: HttpRequest) -> bytes:
    """The raw body, never more than the limit.

    Raises:
        BodyRefused: 413 for a body over the limit, whatever its length header says; 400
            for none, or for one that broke off.
    """
    announced = request.META.get("CONTENT_LENGTH") or "0"
    length = int(announced) if announced.isdecimal() else 0
    if length > BODY_BYTES_MAX:
        raise BodyRefused(413)
    try:
        body: bytes = request.read(BODY_BYTES_MAX + 1)
    except UnreadablePostError:
        raise BodyRefused(400) from None
    if len(body) > BODY_BYTES_MAX:
        raise BodyRefused(413)
    if not body or len(body) < length:
        raise BodyRefused(400)
    return body


def store(name: str, body: bytes, request: HttpRequest) -> int:
    """Store a body as genuine or forged; the status to answer with."""
    is_genuine = gateway(name).check_signature(body, request.headers)
    record_delivery(gateway=name, body=body, is_genuine=is_genuine, now=clock.now())
    if not is_genuine:
        return 403
    bell.ring()
    return 200
