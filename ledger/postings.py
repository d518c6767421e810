"""The posting table: which legs each event has. Pure values; nothing is written here.

One function per row of the table in docs/adr/0004-append-only-ledger.md. The rows of
several bills or OPD are concatenated; `ledger.services.post` merges equal legs and
drops those of zero rupiah. Every function balances within its OPD, because each OPD
answers for its own accounts.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kernel.money import ZERO, Rupiah
from ledger.kinds import BY_REVENUE_ACCOUNT, AccountKind


@dataclass(frozen=True, slots=True)
class Posting:
    """One leg before it is written: an account by its meaning, and one side of it."""

    kind: AccountKind
    opd_id: int
    revenue_account_id: int | None = None
    debit: Rupiah = ZERO
    credit: Rupiah = ZERO

    def __post_init__(self) -> None:
        if self.debit < ZERO or self.credit < ZERO or (self.debit and self.credit):
            raise ValueError("a leg is a debit or a credit, and never negative")
        if self.revenue_account_id and self.kind not in BY_REVENUE_ACCOUNT:
            raise ValueError(f"{self.kind} is not kept per revenue account")


def skrd_issued(
    *, opd_id: int, revenue_account_id: int | None, amount: Rupiah
) -> list[Posting]:
    """An SKRD makes a receivable, and revenue LO (accrual)."""
    return [
        Posting(AccountKind.RECEIVABLE, opd_id, revenue_account_id, debit=amount),
        Posting(AccountKind.REVENUE_LO, opd_id, revenue_account_id, credit=amount),
    ]


def strd_issued(
    *, opd_id: int, sanctions_account_id: int | None, interest: Rupiah
) -> list[Posting]:
    """An STRD makes its late interest a receivable of its own."""
    receivable, revenue = (
        AccountKind.RECEIVABLE_SANCTIONS,
        AccountKind.REVENUE_LO_SANCTIONS,
    )
    return [
        Posting(receivable, opd_id, sanctions_account_id, debit=interest),
        Posting(revenue, opd_id, sanctions_account_id, credit=interest),
    ]


def receivable_paid(
    *,
    opd_id: int,
    revenue_account_id: int | None,
    amount: Rupiah,
    into: AccountKind = AccountKind.GATEWAY_CLEARING,
) -> list[Posting]:
    """The principal of an SKRD is paid: through the gateway, or in cash."""
    return [
        Posting(into, opd_id, debit=amount),
        Posting(AccountKind.RECEIVABLE, opd_id, revenue_account_id, credit=amount),
    ]


def sanctions_receivable_paid(
    *,
    opd_id: int,
    sanctions_account_id: int | None,
    interest: Rupiah,
    into: AccountKind = AccountKind.GATEWAY_CLEARING,
) -> list[Posting]:
    """The late interest of an STRD is paid."""
    receivable = AccountKind.RECEIVABLE_SANCTIONS
    return [
        Posting(into, opd_id, debit=interest),
        Posting(receivable, opd_id, sanctions_account_id, credit=interest),
    ]


def expectation_paid(
    *,
    opd_id: int,
    revenue_account_id: int | None,
    amount: Rupiah,
    into: AccountKind = AccountKind.GATEWAY_CLEARING,
) -> list[Posting]:
    """A bill without a paper is paid: no receivable stood, so it is revenue now."""
    return [
        Posting(into, opd_id, debit=amount),
        Posting(AccountKind.REVENUE_LO, opd_id, revenue_account_id, credit=amount),
    ]


def interest_paid(
    *,
    opd_id: int,
    sanctions_account_id: int | None,
    interest: Rupiah,
    into: AccountKind = AccountKind.GATEWAY_CLEARING,
) -> list[Posting]:
    """Late interest is paid before an STRD demanded it: revenue at payment."""
    revenue = AccountKind.REVENUE_LO_SANCTIONS
    return [
        Posting(into, opd_id, debit=interest),
        Posting(revenue, opd_id, sanctions_account_id, credit=interest),
    ]


def gateway_paid_out(
    *, opd_id: int, gross: Rupiah, fee: Rupiah, fee_vat: Rupiah
) -> list[Posting]:
    """The bank shows one OPD's share of a payout: gross, less the channel's cost.

    Raises:
        ValueError: the cost is greater than the gross amount.
    """
    cost = fee + fee_vat
    return [
        Posting(AccountKind.RKUD, opd_id, debit=gross - cost),
        Posting(AccountKind.CHANNEL_COST, opd_id, debit=cost),
        Posting(AccountKind.GATEWAY_CLEARING, opd_id, credit=gross),
    ]


def cash_handed_over(
    *, opd_id: int, amount: Rupiah, counted: Rupiah | None = None
) -> list[Posting]:
    """A collector's cash becomes the treasurer's, both having confirmed the count.

    What is missing is that collector's debt; what is over is suspense of the OPD.
    """
    counted = amount if counted is None else counted
    missing, over = max(amount - counted, ZERO), max(counted - amount, ZERO)
    return [
        Posting(AccountKind.TREASURER_CASH, opd_id, debit=counted),
        Posting(AccountKind.COLLECTOR_SHORTAGE, opd_id, debit=missing),
        Posting(AccountKind.COLLECTOR_CASH, opd_id, credit=amount),
        Posting(AccountKind.SUSPENSE, opd_id, credit=over),
    ]


def shortage_repaid(*, opd_id: int, amount: Rupiah) -> list[Posting]:
    """A collector brings the treasurer what was missing at a hand-over."""
    return [
        Posting(AccountKind.TREASURER_CASH, opd_id, debit=amount),
        Posting(AccountKind.COLLECTOR_SHORTAGE, opd_id, credit=amount),
    ]


def cash_seen_in_bank(*, opd_id: int, amount: Rupiah) -> list[Posting]:
    """An imported bank line shows the treasurer's deposit (STS)."""
    return [
        Posting(AccountKind.RKUD, opd_id, debit=amount),
        Posting(AccountKind.TREASURER_CASH, opd_id, credit=amount),
    ]


def liability_received(
    *,
    opd_id: int,
    amount: Rupiah,
    into: AccountKind = AccountKind.GATEWAY_CLEARING,
) -> list[Posting]:
    """Paid twice, too much, or late on a closed bill: the payer's own money."""
    return [
        Posting(into, opd_id, debit=amount),
        Posting(AccountKind.LIABILITY_TO_PAYER, opd_id, credit=amount),
    ]


def suspense_received(
    *,
    opd_id: int,
    amount: Rupiah,
    into: AccountKind = AccountKind.GATEWAY_CLEARING,
) -> list[Posting]:
    """The payer is unknown: the OPD answers whose NMID, VA or account (RKUD) it hit."""
    return [
        Posting(into, opd_id, debit=amount),
        Posting(AccountKind.SUSPENSE, opd_id, credit=amount),
    ]


def suspense_returned(*, opd_id: int, amount: Rupiah) -> list[Posting]:
    """Money goes back through the gateway that we owe nobody.

    Of an unknown payer, before its payout; or of a payer whom BUD had paid back already
    (suspense is then less than nothing, until that payer brings it).
    """
    return taken_back(suspense_received(opd_id=opd_id, amount=amount))


def liability_offset(
    *, opd_id: int, revenue_account_id: int | None, amount: Rupiah
) -> list[Posting]:
    """What we owe a payer pays another bill (SKRD) of theirs at the same OPD."""
    return [
        Posting(AccountKind.LIABILITY_TO_PAYER, opd_id, debit=amount),
        Posting(AccountKind.RECEIVABLE, opd_id, revenue_account_id, credit=amount),
    ]


def liability_refunded(
    *,
    opd_id: int,
    amount: Rupiah,
    out_of: AccountKind = AccountKind.GATEWAY_CLEARING,
) -> list[Posting]:
    """What we owe a payer is given back: by the gateway before its payout, else by BUD.

    After the payout (`out_of=RKUD`) a bendahara penerimaan never pays: it takes an
    SKRDLB and a payment order to BUD, and the bank line shows it.
    """
    return [
        Posting(AccountKind.LIABILITY_TO_PAYER, opd_id, debit=amount),
        Posting(out_of, opd_id, credit=amount),
    ]


def taken_back(received: Iterable[Posting]) -> list[Posting]:
    """The mirror of what was received: settlement → deny, chargeback, a full refund.

    The receivable stands again, revenue taken at payment is given back.
    """
    return [
        Posting(
            leg.kind,
            leg.opd_id,
            leg.revenue_account_id,
            debit=leg.credit,
            credit=leg.debit,
        )
        for leg in received
    ]


def receivable_relieved(
    *, opd_id: int, revenue_account_id: int | None, amount: Rupiah
) -> list[Posting]:
    """Relief or cancellation of an SKRD takes its revenue back."""
    return [
        Posting(AccountKind.REVENUE_LO, opd_id, revenue_account_id, debit=amount),
        Posting(AccountKind.RECEIVABLE, opd_id, revenue_account_id, credit=amount),
    ]


def receivable_written_off(
    *, opd_id: int, revenue_account_id: int | None, amount: Rupiah
) -> list[Posting]:
    """A write-off uses the allowance that was made for it; revenue stays as it was."""
    return [
        Posting(AccountKind.ALLOWANCE, opd_id, revenue_account_id, debit=amount),
        Posting(AccountKind.RECEIVABLE, opd_id, revenue_account_id, credit=amount),
    ]
