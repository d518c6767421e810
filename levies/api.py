"""Bills for machines: one bill by its kode bayar, with the trace of its amount.

Anybody who holds the kode bayar may ask; the payer's name is shortened.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from city.selectors import business_date_of
from kernel import clock
from kernel.names import name_hint
from levies.models import Bill
from levies.selectors import (
    Due,
    amount_due,
    bill_by_kode,
    calculation,
)
from levies.tariffs import Calculation
from levies.transitions import BillState


@dataclass(frozen=True, slots=True)
class BillAnswer:
    """What is told of a bill on a day."""

    bill: Bill
    calculation: Calculation
    due: Due

    @property
    def payer(self) -> str:
        """Enough of the payer's name to know oneself by."""
        return name_hint(self.bill.payer.name)


class CalculationLineSerializer(serializers.Serializer[object]):
    """One product: the factors are shown with × between them."""

    what = serializers.CharField()
    factors = serializers.ListField(child=serializers.CharField())
    amount_idr = serializers.IntegerField(source="amount.amount")


class CalculationSerializer(serializers.Serializer[object]):
    """How the amount comes about, and the rule it rests on."""

    lines = CalculationLineSerializer(many=True)
    amount_idr = serializers.IntegerField(source="amount.amount")
    basis = serializers.CharField()
    verified = serializers.BooleanField(
        help_text="Whether somebody compared the tariff with the text of the rule."
    )


class BillSerializer(serializers.Serializer[BillAnswer]):
    """A bill as anybody who holds its kode bayar may see it. Amounts: whole rupiah."""

    kode_bayar = serializers.CharField(source="bill.kode_bayar")
    state = serializers.ChoiceField(
        source="bill.state", choices=[state.value for state in BillState]
    )
    levy = serializers.CharField(source="bill.levy_type.name")
    levy_object = serializers.CharField(source="bill.levy_object.label")
    opd = serializers.CharField(source="bill.opd.name")
    payer = serializers.CharField(help_text="Shortened: `Si. Am.`")
    period_from = serializers.DateField(source="bill.period_from")
    period_until = serializers.DateField(source="bill.period_until")
    due_on = serializers.DateField(source="bill.due_on")
    calculation = CalculationSerializer()
    amount_idr = serializers.IntegerField(source="bill.amount_idr")
    paid_idr = serializers.IntegerField(source="bill.paid_idr")
    principal_due_idr = serializers.IntegerField(source="due.principal.amount")
    late_interest_idr = serializers.IntegerField(source="due.late_interest.amount")
    due_idr = serializers.IntegerField(
        source="due.total.amount", help_text="What is owed today, interest included."
    )
    interest_grows_on = serializers.DateField(
        source="due.next_step_on", allow_null=True
    )
    successor = serializers.CharField(
        source="bill.successor.kode_bayar",
        default=None,
        allow_null=True,
        help_text="The kode bayar of the bill that replaced a cancelled one.",
    )


def answer_of(bill: Bill, *, on: date) -> BillAnswer:
    """A bill with its trace and what is due on a day."""
    return BillAnswer(
        bill=bill, calculation=calculation(bill), due=amount_due(bill=bill, on=on)
    )


@method_decorator(
    [cache_control(private=True, no_cache=True), conditional_page], "dispatch"
)
class BillView(APIView):
    """One bill, without signing in."""

    throttle_scope = "reads"

    @extend_schema(
        operation_id="bill",
        tags=["bills"],
        summary="A bill by its kode bayar",
        parameters=[
            OpenApiParameter(
                "kode",
                str,
                OpenApiParameter.PATH,
                description="14 digits; spaces, dots and dashes between are ignored.",
            )
        ],
        responses={
            200: BillSerializer,
            404: OpenApiResponse(description="`kode_bayar_mistyped`, `bill_unknown`"),
        },
    )
    def get(self, request: Request, kode: str) -> Response:
        """The bill, how its amount comes about, and what is due today."""
        bill = bill_by_kode(kode)
        today = business_date_of(clock.now())
        return Response(BillSerializer(answer_of(bill, on=today)).data)
