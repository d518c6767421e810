"""Voids receipts: by a person with a reason, or because the money was taken back."""

from datetime import datetime

from django.db import transaction

from accounts.models import Person
from papers.services import void_paper
from payments.models import Channel, Payment
from payments.transitions import PaymentState
from receipts.models import Receipt

# States in which the money of a receipt is gone again, and what its reader is told.
# After a partial refund the receipt stands: what was paid was paid.
MONEY_IS_GONE = {
    PaymentState.REVERSED: "Pembayaran ditarik kembali oleh bank",
    PaymentState.REFUNDED: "Pembayaran dikembalikan seluruhnya kepada pembayar",
    PaymentState.DISPUTED: "Pembayaran disanggah dan ditarik kembali",
}
TICKET_IS_VOID = "Karcis tunainya dibatalkan"


@transaction.atomic
def void_receipt(
    *, receipt: Receipt, person: Person, reason: str, now: datetime
) -> Receipt:
    """Void one receipt. Its number, values and file stay; it verifies as DIBATALKAN.

    Raises:
        kernel.errors.Forbidden: the person may not void papers of this OPD.
        kernel.reasons.ReasonMissing, ReasonTooLong: its reader is shown why.
        papers.services.VoidedAlready: it was voided before.
    """
    void_paper(paper=receipt.paper, person=person, reason=reason, now=now)
    receipt.refresh_from_db()
    return receipt


@transaction.atomic
def void_receipts_of(*, payment_id: int, now: datetime) -> int:
    """Void what stands of a payment whose money is gone; how many. Safe to repeat.

    A payment that was taken back before any receipt has used no number and voids none.
    """
    payment = Payment.objects.select_for_update().get(pk=payment_id)
    reason = MONEY_IS_GONE.get(PaymentState(payment.state))
    if reason is None:
        return 0
    if payment.channel == Channel.CASH:
        reason = TICKET_IS_VOID
    standing = payment.receipts.filter(paper__voided_at__isnull=True)
    receipts = list(standing.select_related("paper__opd").order_by("opd_id"))
    for receipt in receipts:
        void_paper(paper=receipt.paper, person=None, reason=reason, now=now)
    return len(receipts)
