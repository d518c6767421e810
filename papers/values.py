"""What the printed papers say: the keys that templates/papers/ prints. No rules.

A paper keeps these values as JSON and is drawn from nothing else. The end of a name
says what a value is: `_idr` whole rupiah, `_on` an ISO date, `_at` an ISO instant; all
else is text as it is printed.
"""

from typing import NotRequired, TypedDict


class Line(TypedDict):
    """One bill on the paper: how its amount comes about, and on what rule.

    `factors` are shown with × between them ("6 m²", "Rp 500", "30 hari") and make
    `assessed_idr`; what was paid before is taken off; `principal_idr` is what remains
    and is paid here. `account` is its code and name, or empty: not mapped yet. `basis`
    is the rule, in the city's own words where an article is not verified.
    """

    what: str
    levy_object: str
    period: str
    kode_bayar: str
    factors: list[str]
    assessed_idr: int
    paid_before_idr: int
    principal_idr: int
    late_interest_idr: int
    account: str
    basis: str


class DecisionText(TypedDict):
    """What a decision on a permit says: what is granted, until when, on what basis.

    `letters` is what the city calls such a decision ("SKPT"); `object` is what it is
    about, and anybody who verifies the paper may read it.
    """

    letters: str
    title: str
    grants: str
    object: str
    application: str
    valid_from_on: str
    valid_until_on: str
    terms: list[str]
    bases: list[str]
    remedy: str
    approved_by: str


class PaperValues(TypedDict):
    """What every paper says, and what only one kind does (marked NotRequired).

    SSRD: paid_on, paid_at, channel, reference; credited_idr where the payer
    gave more than the bills took, remaining_idr where they owe more than was paid.
    KARCIS: as SSRD, and collector; reference is the code of its payment.
    SKRD: due_on and kode_bayar.
    STS: no more; payer is the treasurer, a line is one hand-over.
    """

    city: str
    opd: str
    payer: str
    npwrd: str
    lines: list[Line]
    principal_idr: int
    late_interest_idr: int
    total_idr: int
    paid_on: NotRequired[str]
    paid_at: NotRequired[str]
    channel: NotRequired[str]
    reference: NotRequired[str]
    collector: NotRequired[str]
    credited_idr: NotRequired[int]
    remaining_idr: NotRequired[int]
    due_on: NotRequired[str]
    kode_bayar: NotRequired[str]
    decision: NotRequired[DecisionText]
