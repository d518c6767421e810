"""What a ticket says, and finding one again."""

from accounts.models import Person
from papers.values import PaperValues
from payments.collection.models import CashTaken
from payments.models import Payment
from payments.papers import payment_values
from payments.selectors import OpdShare


def ticket_values(
    *, payment: Payment, share: OpdShare, collector: Person
) -> PaperValues:
    """The values of the ticket for cash that pays the bills of one OPD."""
    values = payment_values(payment=payment, share=share)
    return values | {"collector": collector.full_name}


def ticket_of(*, code: str, collector: Person) -> CashTaken | None:
    """A collector's own ticket by its paper's code, with paper, shift and payment."""
    return (
        CashTaken.objects.select_related("ticket__opd", "shift__market", "payment")
        .filter(ticket__code=code, shift__collector=collector)
        .first()
    )
