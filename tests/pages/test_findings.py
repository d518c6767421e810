"""The list of differences with one of each kind, each one's page, in both languages."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.html import strip_tags
from django.utils.translation import override

from accounts.roles import Role
from city.selectors import business_date_of
from kernel import clock
from payments.reconciliation.models import Finding
from payments.reconciliation.selectors.findings import WORDS, remedy_of, sentence_of
from tests.accounts.people import give, person
from tests.levies.samples import SmallCity
from tests.pages.test_english import foreign_sentences, opened
from tests.strict_client import StrictClient

pytestmark = pytest.mark.usefixtures("empty_cache")
LANGUAGES = ["id", "en"]


@pytest.fixture
def reconciler(city: SmallCity) -> Client:
    """Somebody of BP2RD who reads the differences."""
    siti = person("siti")
    give(siti, Role.RECONCILER, valid_from=date(2026, 1, 1))
    client = StrictClient()
    client.force_login(siti)
    return client


@pytest.fixture
def one_of_each(city: SmallCity) -> list[Finding]:
    """A difference of each cause, the last one from today and each a day older."""
    today = business_date_of(clock.now())
    return Finding.objects.bulk_create(
        Finding(
            cause=cause,
            reference=f"bank:{number}",
            opd=city.market_opd,
            ours_idr=None if number % 2 else 18_000 + number,
            theirs_idr=62_812_345_678 + number,
            happened_on=today - timedelta(days=len(WORDS) - 1 - number),
            facts={
                "order_id": f"RMP-{number}",
                "description": f"SETORAN {number}",
                "person": f"Petugas {number}",
            },
            found_at=clock.now(),
        )
        for number, cause in enumerate(WORDS)
    )


def words_of(page: str) -> str:
    return " ".join(strip_tags(page.split("<main")[-1]).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_tells_each_kind_with_its_amounts_and_age(
    language: str, reconciler: Client, one_of_each: list[Finding]
) -> None:
    page = opened(reconciler, "/bp2rd/selisih/", language)
    text = words_of(page.replace("&quot;", '"'))
    for finding in one_of_each:
        with override(language):
            assert str(WORDS[finding.cause].label) in text
            assert sentence_of(finding) in text
        assert f'href="/bp2rd/selisih/{finding.pk}/"' in page
        assert f'href="?sebab={finding.cause}"' in page
    last = len(one_of_each) - 1
    ages = {"id": ("hari ini", f"sudah {last} hari"), "en": ("today", f"{last} days")}
    assert all(age in text for age in ages[language])
    assert foreign_sentences(page, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_says_what_to_do_about_it(
    language: str, reconciler: Client, one_of_each: list[Finding]
) -> None:
    for finding in one_of_each:
        page = opened(reconciler, f"/bp2rd/selisih/{finding.pk}/", language)
        text = words_of(page)
        with override(language):
            assert sentence_of(finding) in text
            assert remedy_of(finding) in text
        assert "Rp 62.812.345." in text
        assert foreign_sentences(page, language) == []


def test_one_cause_alone_is_listed_when_it_is_asked_for(
    reconciler: Client, one_of_each: list[Finding]
) -> None:
    wanted, *others = one_of_each
    page = opened(reconciler, f"/bp2rd/selisih/?sebab={wanted.cause}", "id")
    assert f"/bp2rd/selisih/{wanted.pk}/" in page
    assert not any(f"/bp2rd/selisih/{other.pk}/" in page for other in others)


def test_what_is_settled_leaves_the_list_and_keeps_its_page(
    reconciler: Client, one_of_each: list[Finding]
) -> None:
    settled = one_of_each[0]
    Finding.objects.filter(pk=settled.pk).update(
        resolved_at=clock.now(), resolution="evidence_agrees"
    )
    page = opened(reconciler, "/bp2rd/selisih/", "id")
    assert f"/bp2rd/selisih/{settled.pk}/" not in page
    assert "Sudah selesai" in opened(reconciler, f"/bp2rd/selisih/{settled.pk}/", "id")
