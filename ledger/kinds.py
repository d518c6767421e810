"""What an account of the ledger can stand for. Pure: no Django, no table."""

from enum import StrEnum


class AccountKind(StrEnum):
    """What an account stands for; each OPD has its own of each kind."""

    RECEIVABLE = "receivable"
    RECEIVABLE_SANCTIONS = "receivable_sanctions"
    REVENUE_LO = "revenue_lo"
    REVENUE_LO_SANCTIONS = "revenue_lo_sanctions"
    GATEWAY_CLEARING = "gateway_clearing"
    COLLECTOR_CASH = "collector_cash"
    COLLECTOR_SHORTAGE = "collector_shortage"
    TREASURER_CASH = "treasurer_cash"
    RKUD = "rkud"
    CHANNEL_COST = "channel_cost"
    LIABILITY_TO_PAYER = "liability_to_payer"
    SUSPENSE = "suspense"
    ALLOWANCE = "allowance"


# Kinds kept apart per revenue account; one without is *belum dipetakan*.
BY_REVENUE_ACCOUNT = frozenset(
    {
        AccountKind.RECEIVABLE,
        AccountKind.RECEIVABLE_SANCTIONS,
        AccountKind.REVENUE_LO,
        AccountKind.REVENUE_LO_SANCTIONS,
        AccountKind.ALLOWANCE,
    }
)
