"""The permit type of docs/adding.md, loaded and decided as it stands there."""

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from accounts.models import Scope
from accounts.roles import Role
from city.models import Kelurahan, Opd
from permits.selectors import current_type
from permits.services import (
    answer_page,
    approve_application,
    attach_requirement,
    recommend,
    start_application,
    submit_application,
)
from tests.accounts.people import give, person
from tests.permits.samples import NIK, NOW, all_valid, fresh, pdf

PAGE = Path(settings.BASE_DIR) / "docs" / "adding.md"
BLOCK = re.compile(r"^```toml (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

pytestmark = pytest.mark.django_db


def test_the_type_of_the_page_is_applied_for_and_issued(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(settings.CITIES_DIR / "contoh", tmp_path / "contoh"))
    ((name, text),) = BLOCK.findall(PAGE.read_text())
    (folder / name).write_text(text)
    call_command("load_city", str(folder), verbosity=0)
    application = start_application(permit_type=current_type("penelitian"), now=NOW)
    kelurahan = Kelurahan.objects.order_by("code")[0].code
    identity = {"nama": "Ani", "nik": NIK, "kelurahan": kelurahan}
    for page, answers in (("peneliti", identity), ("judul", {"judul": "Harga ikan"})):
        answer_page(application=application, page=page, answers=answers, now=NOW)
    attach_requirement(
        application=application, requirement="surat", file=pdf(), now=NOW
    )
    application = submit_application(application=application, now=NOW)
    assert application.number.startswith("TELITI-2026-")
    scope = Scope(opd=Opd.objects.get(code="disdag"))
    budi, ratna = person("budi"), person("ratna")
    give(budi, Role.PERMIT_OFFICER, scope)
    give(ratna, Role.HEAD_OF_OPD, scope)
    recommend(
        application=application,
        person=budi,
        is_favoured=True,
        verdicts=all_valid(application),
        now=NOW,
    )
    approve_application(application=application, person=ratna, now=NOW)
    decision = fresh(application).decision
    assert decision is not None
    assert decision.values["decision"]["object"] == "Harga ikan"
