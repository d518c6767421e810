"""A market day for the healthy books: cash of every fate, and corruptions of it."""

from datetime import timedelta

from payments.collection.models import Deposit, Shift
from tests.collection.samples import (
    Market,
    cash_for,
    closed,
    deposited,
    handed_over,
    on_duty,
    people_of_cash,
)
from tests.levies.samples import DAY, stall_bill

# What somebody did, in SQL; `aside` moves legs to an account nothing else looks at.
CASH_MUTATIONS: list[tuple[str, str, str]] = [
    (
        "cash_lies_in_a_hand",
        "cash is said to be a gateway's",
        "UPDATE payments_payment SET channel = 'qris' WHERE channel = 'cash'",
    ),
    (
        "collector_cash_is_in_shifts",
        "a hand-over is set aside",
        "{aside} AND account.kind = 'collector_cash' "
        "AND entry.event = 'cash_handed_over'",
    ),
    (
        "hand_over_is_its_tickets",
        "less is offered than the tickets say",
        "UPDATE collection_handover SET expected_idr = expected_idr - 1 "
        "WHERE state = 'offered'",
    ),
    (
        "hand_over_is_its_tickets",
        "a shift is closed without offering its cash",
        "DELETE FROM collection_handover WHERE state = 'offered'",
    ),
    (
        "treasurer_cash_is_received",
        "the treasurer's cash is set aside",
        "{aside} AND account.kind = 'treasurer_cash' "
        "AND entry.event = 'cash_handed_over'",
    ),
    (
        "shortage_is_owed",
        "a debt is set aside",
        "{aside} AND account.kind = 'collector_shortage'",
    ),
    (
        "deposit_is_its_cash",
        "a hand-over lies under no slip",
        "UPDATE collection_handover SET deposit_id = NULL WHERE deposit_id IN "
        "(SELECT id FROM collection_deposit WHERE bank_line_id IS NULL)",
    ),
    (
        "void_is_decided_by_two",
        "a void is asked for after the count",
        "INSERT INTO collection_ticketvoid (cash_id, state, reason, asked_by_id, "
        "asked_at) SELECT cash.id, 'asked', 'x', shift.collector_id, now() "
        "FROM collection_cashtaken AS cash JOIN collection_shift AS shift "
        "ON shift.id = cash.shift_id WHERE shift.state = 'closed' LIMIT 1",
    ),
    (
        "lra_is_banked_cash",
        "revenue of cash is dated back",
        "UPDATE ledger_lraline SET realised_on = realised_on - 1 "
        "WHERE reference LIKE 'deposit:%'",
    ),
    (
        "lra_is_banked_cash",
        "revenue of cash is made up",
        "UPDATE ledger_lraline SET amount_idr = amount_idr + 1 "
        "WHERE reference LIKE 'deposit:%'",
    ),
]


def live_a_market_day() -> Deposit:
    """Cash counted too much and too little and deposited; under way; offered; in hand.

    Answers the deposit that the bank will show.
    """
    market = people_of_cash()
    _receive(market, "Tunai", counted=18_500)
    _receive(market, "Kurang", counted=17_000)
    shown = deposited(market, 35_500)
    _receive(market, "Jalan", counted=18_000)
    deposited(market, 18_000)
    cash_for(on_duty(market), stall_bill(owner="Tawar"))
    closed(Shift.objects.get(state="open"), counted=18_000)
    yesterday = stall_bill(owner="Kontan", day=DAY - timedelta(days=1))
    cash_for(on_duty(market, market.wati), yesterday)
    return shown


def _receive(market: Market, owner: str, *, counted: int) -> None:
    shift = on_duty(market)
    cash_for(shift, stall_bill(owner=owner))
    hand_over = closed(shift, counted=18_000)
    assert hand_over is not None
    handed_over(market, hand_over, counted)
