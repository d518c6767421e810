"""The port, spoken to Midtrans. Knows no table, no Django and no second gateway."""

import re
from collections.abc import Mapping
from contextlib import suppress
from zoneinfo import ZoneInfo

from midtransclient import CoreApi

from kernel.money import Rupiah
from payments.gateways.midtrans.channels import CHANNELS, WITHOUT_IDEMPOTENCY_KEY
from payments.gateways.midtrans.client import MidtransConfig, ask
from payments.gateways.midtrans.errors import code_of
from payments.gateways.midtrans.json_object import read_object
from payments.gateways.midtrans.signature import is_signed
from payments.gateways.midtrans.translate import GATEWAY, WIB, charge_of, read_notice
from payments.gateways.port import (
    ChannelTerms,
    DuplicateReference,
    GatewayRefused,
    Hint,
    IllegalTransition,
    Notice,
    Order,
    UnknownAtGateway,
    UnreadableBody,
)

# The client glues an id into the path as it is; "." and ".." would climb out of it.
_REFERENCE = re.compile(r"(?!\.{1,2}$)[A-Za-z0-9._~-]{1,50}")
# Answered with HTTP 200 ("Direct refund": "Refund denied by the bank").
DENIED = 202
_REFUND_KEY = re.compile(r"[A-Za-z0-9_-]{1,46}")


class MidtransGateway:
    """Midtrans Core API: QRIS, virtual accounts and Mandiri bill payment."""

    def __init__(self, config: MidtransConfig) -> None:
        self._config = config

    @property
    def name(self) -> str:
        """The word under which payments remember this gateway."""
        return GATEWAY

    @property
    def zone(self) -> ZoneInfo:
        """WIB, whatever the zone of the city."""
        return WIB

    @property
    def channels(self) -> Mapping[str, ChannelTerms]:
        """What Midtrans offers us."""
        return CHANNELS

    def create_payment(self, order: Order) -> Notice:
        """Charge. An order id that exists is looked up: it is ours and never reused."""
        reference = _require_reference(order.reference)
        headers = {}
        if order.channel not in WITHOUT_IDEMPOTENCY_KEY:
            headers["Idempotency-Key"] = reference[:46]

        def charge(client: CoreApi) -> object:
            return client.charge(charge_of(order))

        try:
            return read_notice(ask(self._config, charge, headers))
        except DuplicateReference:
            return self.look_up(reference)

    def look_up(self, reference: str) -> Notice:
        """The status by order id or transaction id.

        Raises:
            UnknownAtGateway: nothing was created under it, or nothing could have been.
        """
        known = _require_reference(reference)

        def status(client: CoreApi) -> object:
            return client.transactions.status(known)

        return read_notice(ask(self._config, status))

    def cancel_payment(self, reference: str) -> Notice:
        """Cancel, then tell the truth: a payer may have been faster."""
        known = _require_reference(reference)

        def cancel(client: CoreApi) -> object:
            return client.transactions.cancel(known)

        with suppress(IllegalTransition):
            ask(self._config, cancel)
        return self.look_up(known)

    def refund(self, reference: str, amount: Rupiah, key: str, reason: str) -> Notice:
        """Refund through the gateway, then tell the truth. The same key pays once."""
        known = _require_reference(reference)
        if not _REFUND_KEY.fullmatch(key):
            raise ValueError("a refund's key has 1-46 letters, digits, - and _")
        wanted = {"refund_key": key, "amount": amount.amount, "reason": reason[:200]}

        def refund(client: CoreApi) -> object:
            return client.transactions.refund(known, wanted)

        with suppress(DuplicateReference):
            answer = ask(self._config, refund, {"Idempotency-Key": key})
            if code_of(answer, 0) == DENIED:
                raise GatewayRefused("the payer's bank refuses the refund")
        return self.look_up(known)

    def check_signature(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Whether Midtrans signed the body; its headers carry nothing."""
        keys = (self._config.server_key, self._config.previous_server_key)
        return is_signed(body, keys)

    def read_hint(self, body: bytes) -> Hint:
        """Which order a notification speaks of; nothing else in it is believed."""
        document = read_object(body)
        reference = document.get("order_id")
        if not isinstance(reference, str) or not _REFERENCE.fullmatch(reference):
            raise UnreadableBody("a notification without an order id")
        return Hint(reference, str(document.get("transaction_id", ""))[:64])


def _require_reference(reference: str) -> str:
    if not _REFERENCE.fullmatch(reference):
        raise UnknownAtGateway("nothing can be created under such a reference")
    return reference
