"""The gateways of this start, by name. Filled once by payments/apps.py."""

from payments.gateways.port import Gateway

_gateways: dict[str, Gateway] = {}


def register(gateway: Gateway) -> None:
    """Let a gateway be found by its name; a later one of the same name replaces it."""
    _gateways[gateway.name] = gateway


def gateway(name: str) -> Gateway:
    """The gateway of this name.

    Raises:
        LookupError: this start has none; a payment names a gateway we no longer use.
    """
    try:
        return _gateways[name]
    except KeyError:
        raise LookupError(f"no gateway {name!r} is configured") from None


def gateways() -> list[Gateway]:
    """All gateways of this start, by name."""
    return [_gateways[name] for name in sorted(_gateways)]
