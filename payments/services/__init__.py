"""What others may ask of payments. The only writers of its tables live in here."""

from payments.services.cash import record_cash, record_cash_over, take_cash_back
from payments.services.deliveries import process_deliveries, record_delivery
from payments.services.gateway_calls import (
    cancel_at_gateway,
    create_at_gateway,
    send_refund,
)
from payments.services.notices import apply_notice
from payments.services.polling import ask_about, poll_payments
from payments.services.refund_requests import (
    approve_refund,
    decline_refund,
    finish_refund,
    has_refunds,
    request_refund,
    start_refund,
)
from payments.services.refusals import (
    AmountAboutToChange,
    AmountOverChannelLimit,
    AmountUnderChannelLimit,
    BillCancelled,
    BillNotOpen,
    BillPaid,
    CashAmountChanged,
    CashPaidAgain,
    ChannelRefusedPayment,
    ChannelUnknown,
    NoBills,
    NoticeContradictsHistory,
    RefundAfterPayout,
    RefundBeforePayout,
    RefundRefused,
    RefundRequestedAlready,
    RefundRequestMovedOn,
    RefundRequestUnknown,
    RefundTooLarge,
    TooManyBills,
)
from payments.services.request import request_payment
from payments.services.states import move, note_receipts_issued
from payments.services.treasury_refunds import book_treasury_refund
from payments.services.unknown import record_unknown_payment
from payments.services.withdrawing import withdraw_payment

__all__ = [
    "AmountAboutToChange",
    "AmountOverChannelLimit",
    "AmountUnderChannelLimit",
    "BillCancelled",
    "BillNotOpen",
    "BillPaid",
    "CashAmountChanged",
    "CashPaidAgain",
    "ChannelRefusedPayment",
    "ChannelUnknown",
    "NoBills",
    "NoticeContradictsHistory",
    "RefundAfterPayout",
    "RefundBeforePayout",
    "RefundRefused",
    "RefundRequestMovedOn",
    "RefundRequestUnknown",
    "RefundRequestedAlready",
    "RefundTooLarge",
    "TooManyBills",
    "apply_notice",
    "approve_refund",
    "ask_about",
    "book_treasury_refund",
    "cancel_at_gateway",
    "create_at_gateway",
    "decline_refund",
    "finish_refund",
    "has_refunds",
    "move",
    "note_receipts_issued",
    "poll_payments",
    "process_deliveries",
    "record_cash",
    "record_cash_over",
    "record_delivery",
    "record_unknown_payment",
    "request_payment",
    "request_refund",
    "send_refund",
    "start_refund",
    "take_cash_back",
    "withdraw_payment",
]
