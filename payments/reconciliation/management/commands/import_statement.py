"""Import a bank statement of the RKUD: `import_statement FILE [--dry-run]`."""

from payments.reconciliation import services
from payments.reconciliation.management.commands._importing import ImportCommand


class Command(ImportCommand):
    """Whole or not at all; the answer is one line of JSON."""

    help = "Import a bank statement (CSV, MT940 or camt.053, told by its content)."
    importer = staticmethod(services.import_statement)
