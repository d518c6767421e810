"""Import a gateway's settlement report: `import_settlement FILE [--dry-run]`."""

from payments.reconciliation import services
from payments.reconciliation.management.commands._importing import ImportCommand


class Command(ImportCommand):
    """Whole or not at all; the answer is one line of JSON."""

    help = "Import a gateway's settlement report (CSV, UTF-8, times in WIB)."
    importer = staticmethod(services.import_settlement)
