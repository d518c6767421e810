"""What a production start refuses. Run by `check --deploy` and before every start."""

from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from config.settings.env import DEVELOPMENT_SECRET, DEVELOPMENT_SERVER_KEY

SECRET_LENGTH_MIN = 50


@register()
def refuse_a_demo_in_production(
    app_configs: Sequence[AppConfig] | None, **_: Any
) -> list[CheckMessage]:
    """A real city's start has no simulator, default secret, demo clock or DEBUG."""
    if not settings.IS_PRODUCTION:
        return []
    gateway, bank = settings.MIDTRANS["url"], settings.BANK_URL
    key_is_bad = _is_default(settings.SECRET_KEY, DEVELOPMENT_SECRET)
    is_https = settings.SITE_URL.startswith("https://")
    wrong = [
        (_is_loopback(gateway), "E001", "The gateway's URL is loopback",
         "Unset REMPAH_MIDTRANS_URL; a simulator is no gateway."),
        (_is_loopback(bank), "E002", "The bank's URL is loopback",
         "Unset REMPAH_BANK_URL; a simulator is no bank."),
        (key_is_bad, "E003", "The secret key is the default one, or too short",
         "Set REMPAH_SECRET_KEY to 50 random characters or more."),
        (_is_demo_key(), "E004", "The gateway's server key is the demo's",
         "Set REMPAH_MIDTRANS_SERVER_KEY to the contracted merchant's key."),
        (settings.IS_DEMO, "E005", "The clock can be moved",
         "Unset REMPAH_CLOCK_FILE; only the demo has a clock of its own."),
        (settings.DEBUG, "E006", "DEBUG is on", "Never set DEBUG in production."),
        (not settings.PROXIES, "E008", "No proxy is counted, so all visitors are one",
         "Set REMPAH_PROXIES to the number of proxies before the site."),
        (not is_https, "E007", "The site's own address is not https",
         "Set REMPAH_SITE_URL to https://…"),
    ]  # fmt: skip
    return [
        Error(f"{message}.", hint=hint, id=f"rempah.{number}")
        for is_wrong, number, message, hint in wrong
        if is_wrong
    ]


def require_sound_start() -> None:
    """End a start that the check refuses: a server and a worker run none themselves.

    Raises:
        SystemExit: with one line for each thing that is wrong.
    """
    if wrong := refuse_a_demo_in_production(None):
        lines = [f"  {one.id}: {one.msg} {one.hint}" for one in wrong]
        raise SystemExit("Rempah does not start like this:\n" + "\n".join(lines))


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _is_default(secret: str, default: str) -> bool:
    return secret == default or len(secret) < SECRET_LENGTH_MIN


def _is_demo_key() -> bool:
    return bool(
        settings.MIDTRANS["server_key"].get_secret_value() == DEVELOPMENT_SERVER_KEY
    )
