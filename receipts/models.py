"""Receipts: which paper proves which payment to which OPD."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint


class Receipt(models.Model):
    """The receipt (SSRD) of one payment for one OPD. Its paper can be voided."""

    payment = models.ForeignKey(
        "payments.Payment", models.PROTECT, related_name="receipts"
    )
    opd = models.ForeignKey("city.Opd", models.PROTECT, related_name="+")
    paper = models.OneToOneField("papers.Paper", models.PROTECT, related_name="receipt")
    amount_idr = models.PositiveBigIntegerField()
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="receipt_one_per_payment_and_opd", fields=["payment", "opd"]
            ),
            CheckConstraint(
                name="receipt_amount_is_positive", condition=Q(amount_idr__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id}: {self.amount_idr}"
