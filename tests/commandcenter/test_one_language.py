"""The command centre and the open data are wholly in the language of the page."""

import pytest

from accounts.roles import Role
from commandcenter.services import refresh_billed
from kernel import clock
from tests.accounts.people import give, person
from tests.collection.samples import cash_for, closed, on_duty, people_of_cash
from tests.commandcenter.samples import hear, paid, unknown
from tests.levies.samples import DAY, NOON, stall_bill, waste_skrd
from tests.pages.test_english import foreign_sentences
from tests.strict_client import StrictClient

PATHS = ("/komando/", "/komando/?tampilan=dinding", "/data/")


@pytest.fixture
def mayor(db: None, monkeypatch: pytest.MonkeyPatch) -> StrictClient:
    """Who looks at a city with something of everything."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    market = people_of_cash()
    shift = on_duty(market)
    cash_for(shift, stall_bill())
    closed(shift, 17_000)
    paid(waste_skrd())
    unknown(9_000)
    hear()
    refresh_billed(first_on=DAY, last_on=DAY, now=NOON)
    who = person("pimpinan")
    give(who, Role.MAYOR, valid_from=DAY)
    client = StrictClient()
    client.force_login(who)
    return client


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_a_page_speaks_one_language(
    path: str, language: str, mayor: StrictClient
) -> None:
    answer = mayor.get(path, headers={"Accept-Language": language})
    assert foreign_sentences(answer.content.decode(), language) == []
