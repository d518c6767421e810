"""A type read in English: screens change their words, papers and codes do not."""

from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override

from city.services import BadCityFile
from permits.definitions import SAID, Definition
from permits.models import PermitType
from permits.selectors import answers_of, items_of
from permits.services import load_permit_types
from permits.services.loading import read_definition
from tests.permits.samples import NOW, Office, issued, office, skpt, submitted
from tests.strict_client import StrictClient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
FILE = settings.CITIES_DIR / "ternate" / "permit_types" / "skpt.toml"


@pytest.fixture
def people() -> Office:
    return office()


def english(client: StrictClient) -> StrictClient:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def test_the_start_page_is_read_in_english(
    people: Office, client: StrictClient
) -> None:
    page = english(client).get("/izin/skpt/").content.decode()
    for told in ("Placement in a market kiosk", "Applying is free", "Family card"):
        assert told in page
    for left in ("Penempatan kios", "Kartu keluarga", "Permohonan ini gratis"):
        assert left not in page
    assert "Placement in a market kiosk" in client.get("/izin/").content.decode()


def test_questions_and_choices_are_asked_in_english(
    people: Office, client: StrictClient
) -> None:
    token = submitted().token
    page = english(client).get(f"/izin/permohonan/{token}/").content.decode()
    for told in ("Full name", "Kind of place", "Kiosk (a building with a door)"):
        assert told in page


def test_every_text_of_the_first_city_has_its_english() -> None:
    definition = read_definition(FILE, FILE.name)
    said = definition.model_dump(mode="json")
    lacking = [
        text
        for text in _texts(said)
        if text not in definition.english and text not in ("NIK", "Kelurahan")
    ]
    assert lacking == ["Surat Keputusan Penempatan Tempat Usaha"]


def _texts(node: object) -> list[str]:
    if isinstance(node, list):
        return [text for part in node for text in _texts(part)]
    if not isinstance(node, dict):
        return []
    own = [v for k, v in node.items() if k in SAID and isinstance(v, str) and v]
    return own + [text for part in node.values() for text in _texts(part)]


def test_without_english_the_indonesian_stands(people: Office) -> None:
    content = skpt().content | {"english": {}}
    bare = PermitType(code="x", version=1, content=content)
    with override("en"):
        assert bare.shown == bare.definition
        assert bare.shown_name == "Penempatan kios dan los pasar"


def test_a_paper_is_indonesian_whoever_reads(people: Office) -> None:
    with override("en"):
        application = issued(people)
        assert answers_of(application)["jenis"] == "Kios (bangunan berpintu)"
        assert items_of(application)[1].label == "Which place do you ask for?"
    assert application.decision is not None
    decision = application.decision.values["decision"]
    assert decision["title"] == "Surat Keputusan Penempatan Tempat Usaha"


def test_loading_again_adds_no_version(people: Office) -> None:
    assert load_permit_types(settings.CITIES_DIR / "ternate", now=NOW) == []


def test_english_of_a_text_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "skpt.toml"
    path.write_text(FILE.read_text() + '"Teks lama" = "Old text"\n')
    with pytest.raises(BadCityFile, match="Teks lama"):
        read_definition(path, path.name)
    assert isinstance(read_definition(FILE, FILE.name), Definition)
