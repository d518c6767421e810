"""What others may ask of collection. The only writers of its tables live in here."""

from payments.collection.services.cancelling import (
    ask_to_cancel,
    cancel_deposit,
    keep_deposit,
)
from payments.collection.services.depositing import bank_deposit, make_deposit
from payments.collection.services.hand_overs import (
    accept_hand_over,
    confirm_hand_over,
    contest_count,
    repay_shortage,
)
from payments.collection.services.plates import (
    draw_plates,
    make_plates,
    order_plates,
    plate_of,
)
from payments.collection.services.shifts import close_shift, open_shift
from payments.collection.services.taking import show_qris, take_cash
from payments.collection.services.voiding import (
    approve_void,
    ask_for_void,
    refuse_void,
)

__all__ = [
    "accept_hand_over",
    "approve_void",
    "ask_for_void",
    "ask_to_cancel",
    "bank_deposit",
    "cancel_deposit",
    "close_shift",
    "confirm_hand_over",
    "contest_count",
    "draw_plates",
    "keep_deposit",
    "make_deposit",
    "make_plates",
    "open_shift",
    "order_plates",
    "plate_of",
    "refuse_void",
    "repay_shortage",
    "show_qris",
    "take_cash",
]
