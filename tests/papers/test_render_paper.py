"""Papers as drawn: what they say, and that nothing is fetched for them."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from PIL import ImageFile

from city.models import Opd
from papers import rendering
from papers.models import Paper, PaperFile, PaperKind, PaperLayout
from papers.rendering import NothingIsFetched, Proof, draw
from papers.services import issue_paper, render_paper
from papers.verification import fingerprint, verification_url
from tests.papers.reading import picture_of, read_by_zbar, read_by_zxing, text_of
from tests.papers.samples import DAY, NOON, line, receipt_paper, ssrd_values

PROOF = Proof("http://127.0.0.1/verifikasi/x/#y", "0000", "Segel kota.")


@pytest.fixture
def files(paper: Paper) -> dict[str, bytes]:
    """The receipt's stored files by layout."""
    render_paper(paper_id=paper.pk, now=NOON)
    return {file.layout: bytes(file.pdf) for file in paper.files.all()}


def test_a_receipt_has_both_layouts_and_says_everything(
    paper: Paper, files: dict[str, bytes]
) -> None:
    assert set(files) == {"a5", "58mm"}
    for pdf in files.values():
        text = text_of(pdf)
        for value in (
            paper.number,
            "Kota Uji",
            "Siti Aminah",
            "Senin, 2 Maret 2026",
            "6 m² × Rp 3.000 × 1 hari",
            "Delapan belas ribu rupiah",
            "pasal belum diverifikasi",
            "bukan tanda tangan elektronik tersertifikasi",
            fingerprint(paper),
            "LUNAS",
        ):
            assert value in text


def test_two_readers_read_the_qr_of_both_layouts(
    paper: Paper, files: dict[str, bytes], tmp_path: Path
) -> None:
    url = verification_url(paper)
    for pdf in files.values():
        picture = picture_of(pdf)
        assert read_by_zxing(picture) == [url]
        assert read_by_zbar(picture, tmp_path) == [url]


def test_a_second_run_draws_nothing_anew(paper: Paper, files: dict[str, bytes]) -> None:
    render_paper(paper_id=paper.pk, now=NOON)
    again = {file.layout: bytes(file.pdf) for file in paper.files.all()}
    assert again == files
    assert PaperFile.objects.count() == 2


def test_a_roll_ends_where_its_text_ends(paper: Paper) -> None:
    short = picture_of(_drawn(paper, PaperLayout.ROLL_58MM), 72)
    paper.values["lines"] += [line(), line()]
    tall = picture_of(_drawn(paper, PaperLayout.ROLL_58MM), 72)
    assert short.width == tall.width == 165
    assert 450 < short.height < tall.height < 900


def test_an_skrd_has_one_layout_with_its_kode_bayar_and_due_date(opd: Opd) -> None:
    values = ssrd_values() | {"due_on": "2026-03-16", "kode_bayar": "00000000012354"}
    skrd = issue_paper(
        opd=opd, kind=PaperKind.SKRD, values=values, issued_on=DAY, now=NOON
    )
    render_paper(paper_id=skrd.pk, now=NOON)
    text = text_of(bytes(skrd.files.get().pdf))
    assert "Senin, 16 Maret 2026" in text
    assert "0000 0000 0123 54" in text


def test_interest_part_payment_and_credit_stand_apart(opd: Opd) -> None:
    values = ssrd_values() | {
        "lines": [line(70_000, assessed_idr=150_000, paid_before_idr=50_000)],
        "principal_idr": 70_000,
        "late_interest_idr": 1_500,
        "total_idr": 71_500,
        "remaining_idr": 30_000,
        "credited_idr": 9_440,
    }
    text = text_of(_drawn(receipt_paper(opd, values), PaperLayout.A5))
    for value in (
        "= Rp 150.000",
        "sudah dibayar − Rp 50.000",
        "Bunga keterlambatan (sanksi administratif) Rp 1.500",
        "Rp 71.500",
        "masih terutang Rp 30.000",
        "Kelebihan Rp 9.440",
        "dicatat sebagai titipan Anda",
    ):
        assert value in text
    assert "LUNAS" not in text


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A port of ours that would notice a caller."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        yield server


@pytest.mark.parametrize("address", ["http://127.0.0.1:%d/x.png", "file:///etc/passwd"])
def test_nothing_is_fetched_for_a_paper(listener: socket.socket, address: str) -> None:
    """A value or template that names an address draws no paper and reaches nobody."""
    url = address % listener.getsockname()[1] if "%d" in address else address
    page = engines["django"].from_string(f'<img src="{url}">').render({})
    with pytest.raises(NothingIsFetched):
        rendering._press().print(page, PaperLayout.A5).write_pdf()
    with pytest.raises(TimeoutError):
        listener.accept()


def test_values_cannot_bring_markup(opd: Opd) -> None:
    name = "<img src=http://127.0.0.1:1/> & Siti"
    drawn = _drawn(receipt_paper(opd, ssrd_values(payer=name)), PaperLayout.A5)
    assert name in text_of(drawn)


def test_the_line_at_the_head_is_the_one_of_the_pages() -> None:
    root = settings.BASE_DIR
    drawing = 'd="' + (root / "static/img/kie-raha.svg").read_text().split(' d="')[1]
    path = drawing.split('"')[1]
    assert path in (root / "templates/papers/kie_raha.html").read_text()


def _drawn(paper: Paper, layout: PaperLayout) -> bytes:
    return draw(paper=paper, layout=layout, proof=PROOF)


def test_drawing_leaves_the_process_strict_about_pictures() -> None:
    rendering._press()
    assert not ImageFile.LOAD_TRUNCATED_IMAGES
