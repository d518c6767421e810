"""Refusals that more than one way of issuing a bill may give."""

from kernel.errors import Conflict


class BillNotIssuable(Conflict):
    """No tariff row of the period fits the object, or its size is missing."""

    code = "bill_not_issuable"
