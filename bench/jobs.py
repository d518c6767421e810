"""The jobs of the budget by name, and the run over those that are wanted."""

import os
from collections.abc import Callable, Sequence

import django

from bench.figures import Figure

django.setup()

from django.core.management import call_command  # noqa: E402

from bench import (  # noqa: E402
    job_command_centre,
    job_notice,
    job_receipt,
    job_reconcile,
    job_signature,
    job_webhook,
)
from tests.levies.samples import small_city  # noqa: E402

JOBS: dict[str, Callable[[], list[Figure]]] = {
    "webhook": job_webhook.run,
    "notice": job_notice.run,
    "receipt": job_receipt.run,
    "signature": job_signature.run,
    "reconcile": job_reconcile.run,
    "command_centre": job_command_centre.run,
}


def run(wanted: Sequence[str]) -> int:
    """Migrate the bench's database, run the jobs, print each figure; 3 on a miss."""
    unknown = set(wanted) - JOBS.keys()
    if unknown:
        print(f"unknown job {sorted(unknown)}; there are {list(JOBS)}")
        return 2
    call_command("migrate", database="owner", verbosity=0)
    small_city()
    os.environ.setdefault("LONG", "")
    missed = False
    for name in wanted:
        for figure in JOBS[name]():
            print(figure, flush=True)
            missed |= not figure.holds
    return 3 if missed else 0
