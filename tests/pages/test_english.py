"""Every page is wholly in one language: no sentence of the other stands on it."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import render
from django.test import Client, RequestFactory
from django.utils.translation import override
from pytest_django.fixtures import Settings

from accounts.roles import Role
from kernel import clock
from levies.models import Bill
from payments.gateways.port import NoticeState
from payments.models import Payment
from payments.reconciliation.models import Finding
from payments.reconciliation.selectors.findings import WORDS, sentence_of
from payments.reconciliation.services import reconcile
from receipts.services import issue_receipts
from tests.accounts.people import give, person
from tests.pages_payments.pages import bill_of_today, page_of, skrd_of_this_month
from tests.payments.samples import applied, paid, requested, told
from tests.reconciliation import steps
from tests.reconciliation.samples import Line
from tests.simulator_processes import Simulator
from tests.strict_client import StrictClient

pytestmark = pytest.mark.usefixtures("city", "empty_cache")
CATALOGUE = Path(django_settings.LOCALE_PATHS[0], "en", "LC_MESSAGES", "django.po")
MESSAGE = re.compile(r'^(msgid|msgid_plural|msgstr|msgstr\[\d\]) "(.+)"$', re.MULTILINE)
FACT = re.compile(r"%\(\w+\)[sd]")
# Fewer words may be a name, such as that of a bank, or a word both languages have.
WORDS_MIN = 3
# What a gateway may say instead of "paid"; each has words of its own.
ENDS = (
    NoticeState.DENIED,
    NoticeState.CANCELLED,
    NoticeState.EXPIRED,
    NoticeState.FAILED,
)


@cache
def sentences() -> Mapping[str, set[str]]:
    """The sentences of either language, and those around the facts of a sentence."""
    found: dict[str, set[str]] = {"id": set(), "en": set()}
    for field, text in MESSAGE.findall(CATALOGUE.read_text()):
        language = "id" if field.startswith("msgid") else "en"
        for part in FACT.split(text.replace('\\"', '"')):
            if len(part.split()) >= WORDS_MIN:
                found[language].add(part.strip())
    return found


def foreign_sentences(page: str, language: str) -> list[str]:
    """What of the other language stands on a page, in texts or in attributes."""
    said = sentences()
    seen = " ".join(unescape(page).split())
    foreign = said["en" if language == "id" else "id"] - said[language]
    return sorted(one for one in foreign if one in seen)


def opened(client: Client, path: str, language: str) -> str:
    answer = client.get(path, headers={"Accept-Language": language})
    page = answer.content.decode()
    assert f'lang="{language}"' in page, path
    return page


def of_another(payer: str) -> Payment:
    return requested(bill_of_today(owner=payer))


@pytest.fixture
def citizens_pages(simulator: Simulator) -> list[str]:
    """The addresses of a payment in each condition, and of pages that always are."""
    open_bill = bill_of_today(owner="Ani Buka")
    bill_of_today(1, owner="Ani Buka")
    received = paid(requested(bill_of_today(), skrd_of_this_month(due_days_ago=70)))
    receipt = issue_receipts(payment_id=received.pk, now=clock.now())[0]
    ended = [applied(told(of_another(f"Budi {end}"), end)) for end in ENDS]
    disputed = applied(told(paid(of_another("Gani")), NoticeState.DISPUTED))
    late = of_another("Cici Lambat")
    Payment.objects.filter(pk=late.pk).update(
        expires_at=clock.now() - timedelta(seconds=1)
    )
    transfer = requested(bill_of_today(owner="Dedi"), channel="mandiri_bill")
    windowed = paid(requested(bill_of_today(owner="Fani"), channel="va_permata"))
    withdrawn, too_late = of_another("Hani Batal"), of_another("Ida Batal")
    cancelled = Bill.objects.filter(payer__name__endswith="Batal")
    cancelled.update(state="cancelled")
    paid(too_late)
    payments = [received, disputed, *ended, late, transfer, windowed, of_another("Eka")]
    payments += [withdrawn, too_late]
    return [
        *("/", "/bayar/", "/bayar/?kode=123", "/tidak-ada/", "/luring/", "/panduan/"),
        *("/verifikasi/", "/verifikasi/luring/", "/verifikasi/abcdefgh2345/"),
        *("/akun/masuk/", "/api/v1/problems/"),
        *(f"/bayar/{bill.kode_bayar}/" for bill in [open_bill, *cancelled]),
        *(f"/bayar/{page_of(received).split('/')[2]}/", *map(page_of, payments)),
        f"/bukti/{receipt.paper.code}/",
        f"/verifikasi/{receipt.paper.code}/",
    ]


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_citizen_reads_one_language(
    language: str, citizens_pages: list[str], client: Client
) -> None:
    foreign = {
        path: foreign_sentences(opened(client, path, language), language)
        for path in citizens_pages
    }
    assert {path: found for path, found in foreign.items() if found} == {}


@pytest.fixture
def reconciler(simulator: Simulator) -> Client:
    """Somebody of BP2RD on a day with a payment, and a difference to explain."""
    siti = person("siti")
    give(siti, Role.RECONCILER, valid_from=date(2026, 1, 1))
    payment = paid(requested(bill_of_today()))
    now = clock.now()
    line = Line(payment.code, "asing", 17_000, settled_at=now)
    steps.told(line, now=now)
    reconcile(now=now)
    client = StrictClient()
    client.force_login(siti)
    return client


@pytest.mark.parametrize("language", ["id", "en"])
def test_staff_read_one_language(
    language: str, reconciler: Client, settings: Settings
) -> None:
    settings.IS_DEMO = True
    finding = Finding.objects.first()
    assert finding is not None
    pages = ["", "selisih/", f"selisih/{finding.pk}/", "pencairan/", "bukti/"]
    paths = [*(f"/bp2rd/{page}" for page in pages), "/akun/", "/akun/keluar/"]
    foreign = {
        path: foreign_sentences(opened(reconciler, path, language), language)
        for path in [*paths, "/akun/sandi/"]
    }
    assert {path: found for path, found in foreign.items() if found} == {}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("id", "Nama pengguna atau kata sandi keliru."),
        ("en", "The username or password is wrong."),
    ],
)
def test_a_refused_sign_in_is_told_in_the_language_of_the_page(
    language: str, said: str, client: Client
) -> None:
    form = {"login": "siapa", "password": "entah apa"}
    headers = {"Accept-Language": language}
    refused = client.post("/akun/masuk/", form, headers=headers).content.decode()
    empty = client.post("/akun/masuk/", {}, headers=headers).content.decode()
    assert said in refused
    assert ("This field is required." in empty) == (language == "en")
    assert foreign_sentences(refused + empty, language) == []


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "429", "500"])
def test_an_error_page_is_english_too(code: str) -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with override("en"):
        page = render(request, f"{code}.html").content.decode()
    assert foreign_sentences(page, "en") == []


@pytest.mark.parametrize("cause", WORDS)
def test_a_difference_is_told_in_english(cause: str) -> None:
    finding = Finding(cause=cause, ours_idr=18_000, theirs_idr=None, reference="x")
    with override("en"):
        told_of = f"{WORDS[cause].label} {sentence_of(finding)} {WORDS[cause].remedy}"
    assert foreign_sentences(told_of, "en") == []
    assert "nothing" in told_of


def test_the_search_itself_finds_the_other_language() -> None:
    assert foreign_sentences("<b>Pilih cara membayar</b>", "en")
    assert foreign_sentences('<a aria-label="Choose a way to pay">', "id")
