"""Cancelling a bill, and replacing it: an issued paper is never edited."""

from datetime import datetime

from django.db import transaction

from accounts.access import Scope, authorize
from accounts.audit import record
from accounts.models import Person
from accounts.roles import Action
from city.selectors import business_date_of
from kernel.errors import Conflict
from kernel.money import Rupiah
from kernel.reasons import stated_reason
from ledger.postings import receivable_relieved
from ledger.services import post
from levies.models import Bill
from levies.selectors import lock_bills
from levies.services.issuing import issue_replacement
from levies.services.states import move_bill
from levies.transitions import BillState
from outbox.services import publish
from papers.services import void_paper


class BillHasPayments(Conflict):
    """Money was received for it: a paid bill is never cancelled (SKRDLB or refund)."""

    code = "bill_has_payments"


@transaction.atomic
def cancel_bill(*, kode: str, person: Person, reason: str, now: datetime) -> Bill:
    """Cancel an unpaid bill. The SKRD is voided and keeps its number.

    The receivable is taken back in the same transaction, which publishes
    `bill_cancelled`: no QR or number may ask for it any more. Safe to repeat: what is
    cancelled stays as it was, with its first reason.

    Raises:
        Forbidden: the person may not approve this in the bill's OPD.
        ReasonMissing, ReasonTooLong: the payer can be shown why.
        BillHasPayments: money was received for it.
        UnknownBill: there is no such bill.
    """
    (bill,) = lock_bills([kode])
    authorize(
        person=person,
        action=Action.APPROVE_VOID,
        scope=Scope(opd=bill.opd),
        on=business_date_of(now),
    )
    reason = stated_reason(reason)
    if bill.paid_idr:
        raise BillHasPayments(kode_bayar=bill.kode_bayar)
    if bill.state == BillState.CANCELLED:
        return bill
    if bill.skrd is not None:
        void_paper(paper=bill.skrd, person=person, reason=reason, now=now)
        _relieve_receivable(bill, now)
    move_bill(bill=bill, target=BillState.CANCELLED, cause=reason, now=now)
    publish(name="bill_cancelled", payload={"bill_id": bill.pk}, now=now)
    record(
        actor=person,
        action="bill_cancelled",
        subject=f"bill:{bill.pk}",
        facts={"kode_bayar": bill.kode_bayar, "amount_idr": bill.amount_idr},
        reason=reason,
        now=now,
    )
    return bill


@transaction.atomic
def replace_bill(*, kode: str, person: Person, reason: str, now: datetime) -> Bill:
    """Cancel an unpaid bill and issue its successor for the same object and period.

    The successor is computed anew: from the object as it is registered now and the
    tariff of the period. The old kode bayar leads to the new one.

    Raises:
        BillNotIssuable: the object has no tariff or no size for it; nothing changed.
        Forbidden, ReasonMissing, ReasonTooLong, BillHasPayments, UnknownBill: it
            cannot be cancelled.
    """
    replaced = cancel_bill(kode=kode, person=person, reason=reason, now=now)
    if replaced.successor is not None:
        return replaced.successor
    successor = issue_replacement(replaced=replaced, now=now)
    replaced.successor = successor
    replaced.save(update_fields=["successor"])
    return successor


def _relieve_receivable(bill: Bill, now: datetime) -> None:
    post(
        event="skrd_cancelled",
        reference=f"bill:{bill.pk}",
        legs=receivable_relieved(
            opd_id=bill.opd_id,
            revenue_account_id=bill.levy_type.revenue_account_id,
            amount=Rupiah(bill.amount_idr),
        ),
        business_date=business_date_of(now),
        now=now,
    )
