"""What a decision's paper says, in Indonesian, from the application as it stands."""

from django.utils import translation

from city.selectors import profile
from levies.models import Bill
from levies.selectors import calculation, period_text
from papers.values import DecisionText, Line, PaperValues
from permits.definitions import Definition, filled
from permits.models import Application
from permits.selectors import answers_of


def decision_values(application: Application) -> PaperValues:
    """The values of the decision; dates of validity are set on the application."""
    definition = application.permit_type.definition
    with translation.override("id"):
        return _values(application, definition)


def _values(application: Application, definition: Definition) -> PaperValues:
    city, bill = profile(), application.bill
    total = bill.amount_idr if bill else 0
    return PaperValues(
        city=city.full_name,
        opd=application.permit_type.opd.name,
        payer=application.holder_name,
        npwrd=bill.payer.npwrd if bill else "",
        lines=[_line(bill)] if bill else [],
        principal_idr=total,
        late_interest_idr=0,
        total_idr=total,
        decision=_text(application, definition),
    )


def _text(application: Application, definition: Definition) -> DecisionText:
    step, basis = definition.issue, definition.legal_basis
    if not (
        application.valid_from and application.valid_until and application.approver
    ):
        raise ValueError("a decision has dates and somebody who approved it")
    return DecisionText(
        letters=step.paper,
        title=step.title,
        grants=step.grants,
        object=filled(step.object, answers_of(application)),
        application=application.number,
        valid_from_on=application.valid_from.isoformat(),
        valid_until_on=application.valid_until.isoformat(),
        terms=list(step.terms),
        bases=[
            one.text if one.verified else f"{one.text} (belum diverifikasi)"
            for one in basis
        ],
        remedy=definition.remedy,
        approved_by=application.approver.full_name,
    )


def _line(bill: Bill) -> Line:
    trace = calculation(bill)
    account = bill.levy_type.revenue_account
    return Line(
        what=bill.levy_type.name,
        levy_object=bill.levy_object.label,
        period=period_text(bill),
        kode_bayar=bill.kode_bayar,
        factors=list(trace.lines[0].factors),
        assessed_idr=bill.amount_idr,
        paid_before_idr=0,
        principal_idr=bill.amount_idr,
        late_interest_idr=0,
        account=str(account) if account else "",
        basis=trace.basis,
    )
