"""People's names as they stand where anybody may read them."""

HINT_WORDS = 4


def name_hint(name: str) -> str:
    """Enough of a name to hold against a paper, too little to learn it: `Si. Am.`

    It stands in the signed claims of papers: what it makes of a name never changes.
    """
    return " ".join(f"{word[:2]}." for word in name.split()[:HINT_WORDS])
