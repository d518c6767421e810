"""A big file of evidence is an import job: an Upload is what `uploads` keeps.

Rows, grants and names of constraints move along with their tables.
"""

from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models import Q

RENAMED = (
    (
        "reconciliation_importjob",
        "upload_is_imported_or_refused_once_finished",
        "import_job_is_imported_or_refused_once_finished",
    ),
    (
        "reconciliation_importchunk",
        "upload_chunk_is_stored_once",
        "import_chunk_is_stored_once",
    ),
)


def _rename(table: str, old: str, new: str) -> migrations.RunSQL:
    rename = "ALTER TABLE {} RENAME CONSTRAINT {} TO {}"
    return migrations.RunSQL(
        rename.format(table, old, new), rename.format(table, new, old)
    )


def _in_state(model: str, old: str, new: models.BaseConstraint) -> list[Operation]:
    return [
        migrations.RemoveConstraint(model, old),
        migrations.AddConstraint(model, new),
    ]


class Migration(migrations.Migration):
    dependencies = [("reconciliation", "0006_lines_are_analyzed")]

    operations = [
        migrations.RenameModel("Upload", "ImportJob"),
        migrations.RenameModel("UploadChunk", "ImportChunk"),
        migrations.RenameField("ImportChunk", "upload", "job"),
        migrations.SeparateDatabaseAndState(
            database_operations=[_rename(*names) for names in RENAMED],
            state_operations=[
                *_in_state(
                    "importjob",
                    RENAMED[0][1],
                    models.CheckConstraint(
                        name=RENAMED[0][2],
                        condition=Q(
                            finished_at__isnull=True, file__isnull=True, refusal={}
                        )
                        | Q(finished_at__isnull=False, file__isnull=False, refusal={})
                        | Q(finished_at__isnull=False, file__isnull=True)
                        & ~Q(refusal={}),
                    ),
                ),
                *_in_state(
                    "importchunk",
                    RENAMED[1][1],
                    models.UniqueConstraint(
                        name=RENAMED[1][2], fields=["job", "number"]
                    ),
                ),
            ],
        ),
    ]
