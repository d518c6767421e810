"""Bank statements as values: which form a file has, and what stands in it."""

from payments.reconciliation.services.statements.form import (
    SIZE_MAX_MB,
    ParsedLine,
    ParsedStatement,
    parse_statements,
)

__all__ = ["SIZE_MAX_MB", "ParsedLine", "ParsedStatement", "parse_statements"]
