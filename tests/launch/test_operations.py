"""The proxy's lines of docs/operations.md let through what the site takes, no more."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from payments.reconciliation.services import SETTLEMENT_MAX_MB, STATEMENT_MAX_MB
from payments.webhooks import BODY_BYTES_MAX
from uploads.limits import REQUEST_MAX_BYTES

KILOBYTE, MEGABYTE = 1024, 1024 * 1024
UNITS = {"k": KILOBYTE, "m": MEGABYTE}
LIMIT = re.compile(r"client_max_body_size (\d+)([km]);")


def nginx() -> str:
    text = Path(settings.BASE_DIR, "docs", "operations.md").read_text()
    (block,) = re.findall(r"```nginx\n(.*?)```", text, re.DOTALL)
    return str(block)


def bytes_allowed(place: str) -> int:
    """The limit of the one line that begins so."""
    (line,) = [line for line in nginx().splitlines() if line.startswith(place)]
    (number, unit) = LIMIT.findall(line)[0]
    return int(number) * UNITS[unit]


@pytest.mark.parametrize(
    ("place", "taken"),
    [
        ("client_max_body_size", settings.DATA_UPLOAD_MAX_MEMORY_SIZE),
        ("location /webhooks/", BODY_BYTES_MAX),
        ("location ~ ^/(lapor|izin|kantor)/", REQUEST_MAX_BYTES),
    ],
)
def test_a_body_the_site_takes_is_just_let_through(place: str, taken: int) -> None:
    assert bytes_allowed(place) == taken


def test_a_file_of_evidence_passes_with_what_a_form_adds() -> None:
    largest = max(SETTLEMENT_MAX_MB, STATEMENT_MAX_MB) * MEGABYTE
    assert bytes_allowed("location /bp2rd/bukti/") == largest + MEGABYTE


def test_the_address_of_a_visitor_is_the_proxys_own_word() -> None:
    assert "X-Forwarded-For $remote_addr;" in nginx()
