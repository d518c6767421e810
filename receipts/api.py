"""The machines' way to a receipt: what it says, and its file."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from city.selectors import zone
from papers.models import PaperLayout
from papers.verification import verification_url
from papers.views.files import file_answer
from receipts.models import Receipt
from receipts.selectors import receipt_by_code


class ReceiptAnswer(serializers.Serializer[dict[str, Any]]):
    """One receipt (SSRD), as it was issued."""

    code = serializers.CharField()
    number = serializers.CharField()
    status = serializers.ChoiceField(choices=["valid", "voided"])
    opd = serializers.CharField()
    payment = serializers.CharField(help_text="The id of its payment.")
    amount_idr = serializers.IntegerField(help_text="Whole rupiah.")
    principal_idr = serializers.IntegerField()
    late_interest_idr = serializers.IntegerField()
    paid_at = serializers.DateTimeField(help_text="RFC 3339, in the city's zone.")
    issued_at = serializers.DateTimeField()
    voided_at = serializers.DateTimeField(allow_null=True)
    void_reason = serializers.CharField(allow_blank=True)
    bills = serializers.ListField(child=serializers.CharField())
    verification_url = serializers.URLField(help_text="What its QR holds.")
    pdf = serializers.URLField(help_text="404 until a worker has drawn it: seconds.")


@method_decorator(
    [cache_control(private=True, no_cache=True), conditional_page], "dispatch"
)
class ReceiptView(APIView):
    """`GET /api/v1/receipts/<code>/`."""

    throttle_scope = "reads"

    @extend_schema(operation_id="read_receipt", responses={200: ReceiptAnswer})
    def get(self, request: Request, code: str) -> Response:
        """What a receipt says, and whether it still stands."""
        return Response(as_json(receipt_by_code(code), request))


class ReceiptPdfView(APIView):
    """`GET /api/v1/receipts/<code>/pdf/`."""

    throttle_scope = "reads"

    @extend_schema(
        operation_id="read_receipt_pdf",
        parameters=[
            OpenApiParameter("layout", enum=PaperLayout.values, default="a5"),
        ],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, code: str) -> HttpResponse:
        """The signed file; its bytes never change, and its ETag is their hash."""
        layout = request.query_params.get("layout", PaperLayout.A5.value)
        paper = receipt_by_code(code).paper
        return file_answer(request, code=paper.code, layout=layout)


def as_json(receipt: Receipt, request: Request) -> dict[str, Any]:
    """The printed values of a receipt; instants in the city's zone."""
    paper = receipt.paper
    values = paper.values
    pdf = reverse("receipts_api:pdf", kwargs={"code": paper.code})
    voided_at = paper.voided_at and paper.voided_at.astimezone(zone())
    return {
        "code": paper.code,
        "number": paper.number,
        "status": "voided" if paper.is_voided else "valid",
        "opd": receipt.opd.name,
        "payment": receipt.payment.code,
        "amount_idr": receipt.amount_idr,
        "principal_idr": values["principal_idr"],
        "late_interest_idr": values["late_interest_idr"],
        "paid_at": receipt.payment.paid_at
        and receipt.payment.paid_at.astimezone(zone()).isoformat(timespec="seconds"),
        "issued_at": receipt.issued_at.astimezone(zone()).isoformat(timespec="seconds"),
        "voided_at": voided_at and voided_at.isoformat(timespec="seconds"),
        "void_reason": paper.void_reason,
        "bills": [line["kode_bayar"] for line in values["lines"]],
        "verification_url": verification_url(paper),
        "pdf": request.build_absolute_uri(pdf),
    }
