"""Asking the gateway and the bank for what is missing, where they have an address.

Both addresses are those of the demo's simulators; a real gateway mails its reports and
a real bank has its own door. A report goes through the same import as an upload.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import BinaryIO
from urllib.parse import urlsplit

import requests  # noqa: TID251 (this module is the edge that fetches reports)
from django.conf import settings

from accounts.models import Person
from city.selectors import business_date_of, profile
from kernel.errors import RempahError
from payments.reconciliation.models import ImportedFile
from payments.reconciliation.selectors.calendar import gateway_date_of
from payments.reconciliation.selectors.evidence import (
    report_days_missing,
    statement_days_missing,
)
from payments.reconciliation.services.refusals import FileRefused
from payments.reconciliation.services.settlement import import_settlement
from payments.reconciliation.services.settlement_rows import SIZE_MAX_BYTES, SIZE_MAX_MB
from payments.reconciliation.services.statement import import_statement

CONNECT_SECONDS, READ_SECONDS = 3, 30
CHUNK_BYTES = 1024 * 1024
IN_MEMORY_BYTES = 4 * 1024 * 1024


class ReportUnreachable(RempahError):
    """The gateway or the bank did not give its report; it can be uploaded instead."""

    code = "report_unreachable"
    status = 503


def can_pull() -> bool:
    """Whether gateway and bank have an address to ask."""
    return bool(settings.MIDTRANS["url"] and settings.BANK_URL)


def pull_settlement(*, person: Person | None, now: datetime) -> list[ImportedFile]:
    """Import the gateway's report of every date whose money is not in the bank yet.

    A date without a line leaves no file.

    Raises:
        ReportUnreachable: the gateway did not answer; earlier dates stay imported.
        FileRefused: its report is refused.
    """
    files = []
    for day in report_days_missing(today=gateway_date_of(now)):
        url = f"{settings.MIDTRANS['url']}/_control/settlement.csv"
        with _fetched(url, {"date": day.isoformat()}) as content:
            try:
                file = import_settlement(
                    name=f"settlement-{day}.csv",
                    content=content,
                    person=person,
                    now=now,
                    day=day,
                )
            except FileRefused as refusal:
                if refusal.report["problem"] == "no_lines":
                    continue
                raise
        files.append(file)
    return files


def pull_statement(*, person: Person | None, now: datetime) -> ImportedFile:
    """Import the bank's statement from the last day that is known to today.

    Raises:
        ReportUnreachable: the bank did not answer.
        FileRefused: its statement is refused.
    """
    account = profile().rkud_account
    today = business_date_of(now)
    first, last = statement_days_missing(account=account, today=today)
    query = {
        "account": account,
        "from": first.isoformat(),
        "to": last.isoformat(),
    }
    with _fetched(f"{settings.BANK_URL}/statement.csv", query) as content:
        return import_statement(
            name=f"rekening-koran-{first}-{last}.csv",
            content=content,
            person=person,
            now=now,
        )


@contextmanager
def _fetched(url: str, query: dict[str, str]) -> Iterator[BinaryIO]:
    """The answer as a file, read to its end before anything is imported."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES) as file:
        try:
            with requests.get(
                url,
                params=query,
                timeout=(CONNECT_SECONDS, READ_SECONDS),
                stream=True,
                allow_redirects=False,
            ) as answer:
                answer.raise_for_status()
                for chunk in answer.iter_content(CHUNK_BYTES):
                    file.write(chunk)
                    if file.tell() > SIZE_MAX_BYTES:
                        raise FileRefused("too_big", limit=str(SIZE_MAX_MB))
        except requests.RequestException as error:
            raise ReportUnreachable(source=urlsplit(url).netloc or "-") from error
        file.seek(0)
        yield file  # type: ignore[misc]
