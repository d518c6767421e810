"""Questions about papers: by code, their files, which are voided. Writes nothing."""

import re

from kernel.errors import NotFound
from kernel.identifiers import OPAQUE_ALPHABET, OPAQUE_LENGTH
from papers.models import Paper, PaperFile, PaperKind, PaperLayout

# SKRD and STRD are letters; receipt and ticket are torn off a pocket printer.
LAYOUTS = {
    PaperKind.SKRD: (PaperLayout.A5,),
    PaperKind.STRD: (PaperLayout.A5,),
    PaperKind.DECISION: (PaperLayout.A5,),
    PaperKind.SSRD: (PaperLayout.A5, PaperLayout.ROLL_58MM),
    PaperKind.TICKET: (PaperLayout.ROLL_58MM,),
    PaperKind.DEPOSIT: (PaperLayout.A5,),
}


CODE = re.compile(rf"[{OPAQUE_ALPHABET}]{{{OPAQUE_LENGTH}}}")


class UnknownPaper(NotFound):
    """No paper of this city has the code."""

    code = "paper_unknown"


class FileNotDrawn(NotFound):
    """The paper is issued; its file in this layout does not exist (yet)."""

    code = "paper_file_not_drawn"


def paper_by_code(code: str) -> Paper:
    """The paper with this opaque code, with its OPD.

    Raises:
        UnknownPaper: there is none.
    """
    # Anything may stand in an address; only what can be a code asks the database.
    is_code = CODE.fullmatch(code)
    papers = Paper.objects.select_related("opd").filter(code=code)
    paper = papers.first() if is_code else None
    if paper is None:
        raise UnknownPaper
    return paper


def paper_file(*, code: str, layout: str) -> PaperFile:
    """The stored bytes of a paper in one layout, with the paper.

    Raises:
        UnknownPaper: there is no such paper.
        FileNotDrawn: not drawn yet, or not a layout of this paper.
    """
    paper = paper_by_code(code)
    is_layout = layout in PaperLayout.values
    file = paper.files.filter(layout=layout).first() if is_layout else None
    if file is None:
        raise FileNotDrawn
    return file


def layouts_missing(paper: Paper) -> list[PaperLayout]:
    """The layouts of this paper that are not drawn yet."""
    drawn = set(paper.files.values_list("layout", flat=True))
    return [layout for layout in LAYOUTS[PaperKind(paper.kind)] if layout not in drawn]


def voided_codes() -> list[str]:
    """The codes of all voided papers, in the order they were voided."""
    voided = Paper.objects.filter(voided_at__isnull=False).order_by("voided_at", "id")
    return list(voided.values_list("code", flat=True))
