"""What the city says about a code: valid, voided, or not one of ours."""

from dataclasses import dataclass
from enum import StrEnum

from papers.models import Paper
from papers.selectors import UnknownPaper, paper_by_code


class Verdict(StrEnum):
    """The words on the page. DIUBAH is for the reader's device: only it sees the QR."""

    SAH = "SAH"
    DIBATALKAN = "DIBATALKAN"
    TIDAK_DIKENAL = "TIDAK_DIKENAL"
    DIUBAH = "DIUBAH"


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict, and the paper it is about unless there is none."""

    verdict: Verdict
    paper: Paper | None


def finding_on(code: str) -> Finding:
    """What stands in the city's books about a code."""
    try:
        paper = paper_by_code(code)
    except UnknownPaper:
        return Finding(Verdict.TIDAK_DIKENAL, None)
    return Finding(Verdict.DIBATALKAN if paper.is_voided else Verdict.SAH, paper)
