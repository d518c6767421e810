"""Bank statements as values: which form a file has, and what stands in it."""

from payments.reconciliation.services.statements.form import (
    ParsedLine,
    ParsedStatement,
    parse_statements,
)

__all__ = ["ParsedLine", "ParsedStatement", "parse_statements"]
