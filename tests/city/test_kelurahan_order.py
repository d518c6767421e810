"""One order of kelurahan wherever a person looks for theirs."""

from typing import Any

import pytest

from city.models import Kecamatan, Kelurahan
from city.selectors import kelurahan_by_kecamatan
from complaints.forms import ReportForm
from permits.definitions import Question, QuestionKind
from permits.forms import AnswersForm

pytestmark = pytest.mark.django_db
ORDER = [
    ("Moti", [("99.01.02.1002", "Figur")]),
    ("Utara", [("99.01.01.1002", "Akehuda"), ("99.01.01.1001", "Tubo")]),
]


@pytest.fixture
def places() -> None:
    for code, name in (("99.01.01", "Utara"), ("99.01.02", "Moti")):
        Kecamatan.objects.create(code=code, name=name)
    for group in ORDER:
        for code, name in group[1]:
            kecamatan = Kecamatan.objects.get(code=code[:8])
            Kelurahan.objects.create(code=code, name=name, kecamatan=kecamatan)


@pytest.mark.usefixtures("places")
def test_it_is_by_kecamatan_and_then_by_name(
    django_assert_num_queries: Any,
) -> None:
    with django_assert_num_queries(1):
        found = kelurahan_by_kecamatan()
    told = [(name, [(one.code, one.name) for one in group]) for name, group in found]
    assert told == ORDER


@pytest.mark.usefixtures("places")
def test_a_report_and_an_application_ask_in_the_same_order() -> None:
    question = Question(code="k", label="Kelurahan", kind=QuestionKind.KELURAHAN)
    asked = AnswersForm([question]).fields["k"].widget
    reported = ReportForm().fields["kelurahan"].widget
    assert list(asked.choices)[1:] == ORDER
    assert list(reported.choices)[1:] == ORDER
