"""The zone of the gateway is said in one place: its adapter."""

from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings

from payments.gateways import registry
from payments.reconciliation.selectors.calendar import GATEWAY_ZONE, gateway_date_of


def test_reports_are_read_in_the_zone_of_the_gateway_they_come_from() -> None:
    assert registry.gateway("midtrans").zone is GATEWAY_ZONE
    half_past_midnight_wit = datetime(2026, 3, 1, 15, 30, tzinfo=UTC)
    assert gateway_date_of(half_past_midnight_wit) == date(2026, 3, 1)


def test_no_other_file_of_payments_names_a_zone() -> None:
    files = Path(settings.BASE_DIR, "payments").rglob("*.py")
    naming = [path.name for path in files if "ZoneInfo(" in path.read_text()]
    assert naming == ["translate.py"]
