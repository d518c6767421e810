"""The machines' way to a payment: ask for one, read where it stands."""

import json
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from city.selectors import zone
from kernel import clock
from kernel.errors import RempahError
from outbox.services import Answer, remember
from payments.models import Channel, Payment
from payments.selectors import payment_by_code
from payments.services import request_payment
from payments.services.request import BILLS_MAX
from payments.transitions import PaymentState

SCOPE = "POST /api/v1/payments/ anonymous"
# What a payer needs to pay over the channels; the others are null.
NEXT_ACTIONS = ("qr_string", "va_bank", "va_number", "biller_code", "bill_key")


class IdempotencyKeyMissing(RempahError):
    """A request that makes a payment names itself, so that it may be repeated."""

    code = "idempotency_key_missing"
    status = 400


class PaymentRequest(serializers.Serializer[dict[str, Any]]):
    """Which bills to pay together, over which channel. The amount is what is due."""

    bills = serializers.ListField(
        child=serializers.CharField(max_length=24),
        min_length=1,
        max_length=BILLS_MAX,
        help_text="Kode bayar: 14 digits each.",
    )
    channel = serializers.ChoiceField(choices=Channel.online())


class ReceiptOfPayment(serializers.Serializer[dict[str, Any]]):
    """One receipt: there is one per OPD that got money of the payment."""

    code = serializers.CharField()
    number = serializers.CharField()
    opd = serializers.CharField()
    pdf = serializers.URLField()


class PaymentAnswer(serializers.Serializer[dict[str, Any]]):
    """One attempt to pay."""

    id = serializers.CharField()
    status = serializers.ChoiceField(choices=[state.value for state in PaymentState])
    bills = serializers.ListField(child=serializers.CharField())
    channel = serializers.ChoiceField(choices=Channel.choices)
    amount_idr = serializers.IntegerField(help_text="Whole rupiah.")
    qr_string = serializers.CharField(allow_null=True)
    va_bank = serializers.CharField(allow_null=True)
    va_number = serializers.CharField(allow_null=True)
    biller_code = serializers.CharField(allow_null=True)
    bill_key = serializers.CharField(allow_null=True)
    expires_at = serializers.DateTimeField(help_text="RFC 3339, in the city's zone.")
    paid_at = serializers.DateTimeField(allow_null=True)
    receipts = ReceiptOfPayment(many=True)


class PaymentsView(APIView):
    """`POST /api/v1/payments/`: anonymous; the same key gets the same answer."""

    throttle_scope = "payments"

    @extend_schema(
        operation_id="create_payment",
        request=PaymentRequest,
        responses={201: PaymentAnswer},
        parameters=[
            OpenApiParameter(
                "Idempotency-Key",
                location=OpenApiParameter.HEADER,
                required=True,
                description="Unique per wish, e.g. a UUID; kept for 24 hours.",
            )
        ],
    )
    def post(self, request: Request) -> Response:
        """Ask for a payment of these bills over this channel."""
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            raise IdempotencyKeyMissing
        form = PaymentRequest(data=request.data)
        form.is_valid(raise_exception=True)
        wish = form.validated_data
        now = clock.now()

        def answer() -> Answer:
            payment = request_payment(
                kodes=wish["bills"], channel=wish["channel"], now=now
            )
            return Answer(status.HTTP_201_CREATED, as_json(payment, request))

        body = json.dumps(wish, sort_keys=True).encode()
        given = remember(scope=SCOPE, key=key, body=body, now=now, answer=answer)
        response = Response(given.body, status=given.status)
        response["Location"] = _address(given.body["id"], request)
        return response


@method_decorator(
    [cache_control(private=True, no_cache=True), conditional_page], "dispatch"
)
class PaymentView(APIView):
    """`GET /api/v1/payments/<id>/`."""

    throttle_scope = "reads"

    @extend_schema(operation_id="read_payment", responses={200: PaymentAnswer})
    def get(self, request: Request, payment_id: str) -> Response:
        """Where one payment stands. Ask every five seconds at most."""
        return Response(as_json(payment_by_code(payment_id), request))


def as_json(payment: Payment, request: Request) -> dict[str, Any]:
    """A payment as the API tells it; what to pay with only while it can be paid."""
    is_payable = payment.state == PaymentState.AWAITING_PAYER
    action = payment.next_action if is_payable else {}
    items = payment.items.select_related("bill").order_by("id")
    receipts = payment.receipts.select_related("paper", "opd").order_by("id")
    return {
        "id": payment.code,
        "status": payment.state,
        "bills": [item.bill.kode_bayar for item in items],
        "channel": payment.channel,
        "amount_idr": payment.amount_idr,
        **{name: action.get(name) or None for name in NEXT_ACTIONS},
        "expires_at": _local(payment.expires_at),
        "paid_at": _local(payment.paid_at) if payment.paid_at else None,
        "receipts": [
            {
                "code": receipt.paper.code,
                "number": receipt.paper.number,
                "opd": receipt.opd.name,
                "pdf": request.build_absolute_uri(_pdf_of(receipt.paper.code)),
            }
            for receipt in receipts
        ],
    }


def _pdf_of(code: str) -> str:
    return reverse("receipts_api:pdf", kwargs={"code": code})


def _address(payment_id: str, request: Request) -> str:
    path = reverse("payments_api:payment", kwargs={"payment_id": payment_id})
    return request.build_absolute_uri(path)


def _local(instant: datetime) -> str:
    """RFC 3339 with the city's offset."""
    return instant.astimezone(zone()).isoformat(timespec="seconds")
