"""A refund is of a payment, or of money in suspense whose order we never made."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0004_receipt_due_at")]

    operations = [
        migrations.AlterField(
            model_name="refund",
            name="payment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="refunds",
                to="payments.payment",
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="money",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="refunds",
                to="payments.unappliedmoney",
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.UniqueConstraint(
                fields=("money", "reference"), name="refund_of_suspense_is_told_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=models.Q(("money__isnull", True), ("payment__isnull", False))
                | models.Q(("money__isnull", False), ("payment__isnull", True)),
                name="refund_is_of_a_payment_or_of_suspense",
            ),
        ),
    ]
