from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_audit_only_grows"),
        ("city", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="assignment",
            name="assignment_role_is_known",
        ),
        migrations.AlterField(
            model_name="assignment",
            name="role",
            field=models.CharField(
                choices=[
                    ("collector", "collector"),
                    ("opd_treasurer", "opd_treasurer"),
                    ("assessor", "assessor"),
                    ("head_of_opd", "head_of_opd"),
                    ("reconciler", "reconciler"),
                    ("reconciliation_approver", "reconciliation_approver"),
                    ("city_treasury", "city_treasury"),
                    ("auditor", "auditor"),
                    ("administrator", "administrator"),
                    ("mayor", "mayor"),
                    ("permit_officer", "permit_officer"),
                    ("report_officer", "report_officer"),
                ],
                max_length=40,
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "administrator",
                            "assessor",
                            "auditor",
                            "city_treasury",
                            "collector",
                            "head_of_opd",
                            "mayor",
                            "opd_treasurer",
                            "permit_officer",
                            "reconciler",
                            "reconciliation_approver",
                            "report_officer",
                        ],
                    )
                ),
                name="assignment_role_is_known",
            ),
        ),
    ]
