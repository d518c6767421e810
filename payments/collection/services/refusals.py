"""What collection refuses, each with its code and the facts its sentence names."""

from kernel.errors import Conflict, NotFound, RempahError


class ShiftOpenAlready(Conflict):
    """This collector has an open shift; one at a time."""

    code = "shift_open_already"


class ShiftClosed(Conflict):
    """The shift was closed meanwhile: no money is taken in it any more."""

    code = "shift_closed"


class NotYourShift(NotFound):
    """The shift, ticket or hand-over is another collector's."""

    code = "not_found"


class StallElsewhere(Conflict):
    """The bills belong to a stall that is not of the shift's market."""

    code = "stall_elsewhere"


class BillsOfSeveralStalls(RempahError):
    """One ticket is for one stall of one OPD."""

    code = "bills_of_several_stalls"


class CashKeyReused(Conflict):
    """The key of another payment: the page was sent with other bills or by another."""

    code = "cash_key_reused"


class CountChanged(Conflict):
    """The treasurer counted again since the collector looked."""

    code = "count_changed"


class ContestNeedsReason(RempahError):
    """Whoever does not accept a count says why."""

    code = "contest_needs_reason"


class NothingToDeposit(Conflict):
    """The treasurer holds no cash of this OPD that is not deposited yet."""

    code = "nothing_to_deposit"


class DepositAmountChanged(Conflict):
    """More cash came in since the page was made: count again."""

    code = "deposit_amount_changed"


class DepositNotCancellable(Conflict):
    """The bank has shown the slip, or it was cancelled before."""

    code = "deposit_not_cancellable"


class CancellationAsked(Conflict):
    """Somebody has asked for it; another person has yet to decide."""

    code = "cancellation_asked"


class CancellationNotAsked(Conflict):
    """Nobody asks for it (any more): there is nothing to decide."""

    code = "cancellation_not_asked"


class VoidAskedAlready(Conflict):
    """The ticket is void, or somebody has yet to decide whether it is to be."""

    code = "void_asked_already"


class ShortageRepaid(Conflict):
    """The shortage was repaid before."""

    code = "shortage_repaid"


class RepaymentDiffers(Conflict):
    """What was counted is not what is owed: a shortage is repaid whole."""

    code = "repayment_differs"


class MarketHasNoStalls(Conflict):
    """No stall of the market is registered: there is no plate to print."""

    code = "market_has_no_stalls"
