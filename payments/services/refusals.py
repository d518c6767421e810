"""What payments refuse, each with its code and the facts its sentence names."""

from kernel.errors import Conflict, NotFound, RempahError


class NoBills(RempahError):
    """A payment is for one bill at least."""

    code = "no_bills"


class TooManyBills(RempahError):
    """More bills than one payment may be for."""

    code = "too_many_bills"


class BillPaid(Conflict):
    """The bill is paid off."""

    code = "bill_paid"


class BillCancelled(Conflict):
    """The bill was cancelled; `successor` is the kode bayar that replaces it, or ""."""

    code = "bill_cancelled"


class BillNotOpen(Conflict):
    """The bill is in a state in which nobody may pay it."""

    code = "bill_not_open"


class ChannelUnknown(RempahError):
    """No gateway of ours offers this channel."""

    code = "channel_unknown"


class AmountOverChannelLimit(RempahError):
    """Too much for one payment over this channel; `channels` are those that fit."""

    code = "amount_over_channel_limit"


class AmountUnderChannelLimit(RempahError):
    """Too little for this channel; `channels` are those that fit."""

    code = "amount_under_channel_limit"


class CashAmountChanged(Conflict):
    """More or less is due than the page showed on which the cash was counted."""

    code = "cash_amount_changed"


class CashPaidAgain(Conflict):
    """The bill was paid a second time, which its payer is owed: cash stays booked."""

    code = "cash_paid_again"


class AmountAboutToChange(Conflict):
    """Late interest grows within a minute: ask again at the new day's start."""

    code = "amount_about_to_change"


class ChannelRefusedPayment(RempahError):
    """The gateway answered no; another channel may do."""

    code = "channel_refused_payment"


class NoticeContradictsHistory(Conflict):
    """A gateway's answer does not fit the payment it names; nothing was changed."""

    code = "notice_contradicts_history"


class RefundRefused(RempahError):
    """The channel gives nothing back through the gateway."""

    code = "refund_refused"


class RefundAfterPayout(Conflict):
    """The gateway has paid it out: SKRDLB, and a payment order to the BUD."""

    code = "refund_after_payout"


class RefundBeforePayout(Conflict):
    """The treasury has not got the money yet, so BUD cannot pay it back."""

    code = "refund_before_payout"


class RefundTooLarge(Conflict):
    """More than we keep of the payment or owe its payer, or nothing at all."""

    code = "refund_too_large"


class RefundRequestedAlready(Conflict):
    """A request about the same payment waits to be decided or carried out."""

    code = "refund_requested_already"


class RefundRequestUnknown(NotFound):
    """There is no such request."""

    code = "refund_request_unknown"


class RefundRequestMovedOn(Conflict):
    """Somebody decided about the request before."""

    code = "refund_request_moved_on"
