"""Money that is owed to payers, and the requests to give it back."""

from django.db.models import F, Q, QuerySet

from accounts.models import AuditEvent
from kernel.errors import NotFound
from payments.models import RefundRequest, UnappliedMoney

LIABILITY = UnappliedMoney.Kind.LIABILITY_TO_PAYER


def owed_money() -> QuerySet[UnappliedMoney]:
    """What payers are owed and nobody has asked back yet; `rest_idr`, oldest first.

    A request through the gateway is about all of its payment's money.
    """
    waiting = RefundRequest.objects.filter(finished_at__isnull=True)
    by_gateway = waiting.filter(money__isnull=True).values("payment")
    by_treasury = waiting.filter(money__isnull=False).values("money")
    owed = _owed().exclude(payment__in=by_gateway).exclude(pk__in=by_treasury)
    return owed.order_by("received_at", "id")


def owed_by_id(money_id: int) -> UnappliedMoney:
    """What one payer is owed for one payment.

    Raises:
        NotFound: nothing is owed by this name, or not any more.
    """
    money = _owed().filter(pk=money_id).first()
    if money is None:
        raise NotFound
    return money


def _owed() -> QuerySet[UnappliedMoney]:
    rest = F("amount_idr") - F("returned_idr") - F("paid_back_idr")
    return (
        UnappliedMoney.objects.filter(kind=LIABILITY, payment__isnull=False)
        .annotate(rest_idr=rest)
        .filter(rest_idr__gt=0)
        .select_related("payer", "bill", "payment", "opd")
    )


def refund_requests() -> QuerySet[RefundRequest]:
    """Every request, those that wait first, then the latest."""
    return RefundRequest.objects.select_related(
        "payment", "requested_by", "approved_by", "bank_line__statement__file"
    ).order_by(F("finished_at").desc(nulls_first=True), "-id")


def refund_request_by_id(request_id: int) -> RefundRequest:
    """One request.

    Raises:
        NotFound: there is none.
    """
    request = refund_requests().filter(pk=request_id).first()
    if request is None:
        raise NotFound
    return request


def last_request_of(money: UnappliedMoney) -> RefundRequest | None:
    """The latest request about what a payer is owed, if there is any."""
    about = Q(money=money) | Q(money=None, payment=money.payment)
    return RefundRequest.objects.filter(about).order_by("-id").first()


def acts_on(request: RefundRequest) -> QuerySet[AuditEvent]:
    """Who did what about a request, the latest first."""
    acts = AuditEvent.objects.filter(subject=f"refund_request:{request.pk}")
    return acts.select_related("actor").order_by("-id")


def money_of(request: RefundRequest) -> QuerySet[UnappliedMoney]:
    """What a request is about, with whose it is: what no bill took of its payment."""
    about = Q(pk=request.money_id) if request.money_id else Q(payment=request.payment)
    money = UnappliedMoney.objects.filter(about)
    return money.select_related("payer", "bill").order_by("id")
