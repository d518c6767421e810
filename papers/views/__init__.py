"""Pages that show and check papers, and what machines fetch to check them."""

from papers.views.files import letter, letter_file, letter_status
from papers.views.machines import keys, revocations, service_worker
from papers.views.verifying import verify, verify_form, verify_offline

__all__ = [
    "keys",
    "letter",
    "letter_file",
    "letter_status",
    "revocations",
    "service_worker",
    "verify",
    "verify_form",
    "verify_offline",
]
