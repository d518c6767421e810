"""Names this app to Django, and registers the gateways of this start."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings

from payments.gateways import registry
from payments.gateways.midtrans import MidtransConfig, MidtransGateway


class PaymentsConfig(AppConfig):
    """Payments, their states, gateways, QRIS and webhooks."""

    name = "payments"
    label = "payments"

    def ready(self) -> None:
        """Register the gateways; an adapter itself knows no Django."""
        registry.register(MidtransGateway(midtrans_config()))


def midtrans_config() -> MidtransConfig:
    """Midtrans as the settings have it, without anything that shows a key."""
    midtrans: dict[str, Any] = settings.MIDTRANS
    previous = midtrans.get("previous_server_key")
    return MidtransConfig(
        server_key=midtrans["server_key"].get_secret_value(),
        previous_server_key=previous.get_secret_value() if previous else "",
        is_production=midtrans["is_production"],
        url=midtrans["url"],
    )
