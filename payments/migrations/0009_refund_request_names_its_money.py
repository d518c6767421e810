"""A request to BUD names the money it is about, and so its payer and OPD."""

import django.db.models.deletion
from django.db import migrations, models

# Requests of before paid back the oldest money of their payment.
OF_BEFORE = """
    SET CONSTRAINTS ALL IMMEDIATE;
    UPDATE payments_refundrequest request SET money_id = (
        SELECT min(id) FROM payments_unappliedmoney money
        WHERE money.payment_id = request.payment_id
    ) WHERE route = 'treasury';
    SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0008_refunds_out_of_the_treasury")]

    operations = [
        migrations.AddField(
            model_name="refundrequest",
            name="money",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="payments.unappliedmoney",
            ),
        ),
        migrations.RunSQL(OF_BEFORE, migrations.RunSQL.noop),
        migrations.RemoveConstraint(
            model_name="refundrequest", name="refund_request_goes_one_way"
        ),
        migrations.AddConstraint(
            model_name="refundrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("bank_line__isnull", True),
                        ("money__isnull", True),
                        ("route", "gateway"),
                    ),
                    models.Q(
                        ("money__isnull", False),
                        ("route", "treasury"),
                        ("sent_at__isnull", True),
                        models.Q(
                            ("bank_line__isnull", True),
                            models.Q(
                                ("approved_by__isnull", False), ("outcome", "refunded")
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="refund_request_goes_one_way",
            ),
        ),
    ]
