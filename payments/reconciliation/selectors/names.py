"""Names of OPD and revenue accounts by their ids, in one query for a whole page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

_NAMES = """
    SELECT 'opd', id, name FROM city_opd WHERE id = ANY(%(opds)s)
    UNION ALL
    SELECT 'account', id, code || ' ' || name FROM city_revenueaccount
    WHERE id = ANY(%(accounts)s)
"""


@dataclass(frozen=True, slots=True)
class Names:
    """What to call an OPD, and a revenue account; none is *belum dipetakan*."""

    opds: dict[int, str]
    accounts: dict[int, str]

    def opd(self, opd_id: int) -> str:
        return self.opds[opd_id]

    def account(self, account_id: int | None) -> str:
        """Empty where no account is known."""
        return self.accounts[account_id] if account_id else ""


def names_of(pairs: Iterable[tuple[int, int | None]]) -> Names:
    """The names of all OPD and revenue accounts in these pairs of ids."""
    known = list(pairs)
    values = {
        "opds": [opd_id for opd_id, _account_id in known],
        "accounts": [account_id for _opd_id, account_id in known if account_id],
    }
    found: dict[str, dict[int, str]] = {"opd": {}, "account": {}}
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, values)
        for kind, row_id, name in cursor.fetchall():
            found[kind][row_id] = name
    return Names(found["opd"], found["account"])
