"""Two thousand payments and their evidence, with planted differences: all are found."""

from dataclasses import replace
from random import Random

import pytest

from kernel.identifiers import kode_bayar
from kernel.money import Rupiah
from ledger import selectors as ledger
from ledger.services import AccountKind
from levies.models import Bill
from payments.models import Payment, PaymentItem
from payments.reconciliation.models import Finding
from payments.reconciliation.services import (
    import_settlement,
    import_statement,
    reconcile,
)
from payments.transitions import PaymentState
from tests.levies.samples import stall_bill
from tests.reconciliation.samples import (
    LATER,
    Line,
    Movement,
    line_of,
    paid,
    paid_again,
    payout_credit,
    report,
    statement_csv,
)

COUNT = 2_000
PAYOUTS = [f"WD2026030300{number:04d}" for number in range(1, 21)]


def _many_paid(count: int) -> list[Payment]:
    """Payments that were booked in full, as `samples.paid` makes one, in bulk."""
    pattern = paid(stall_bill(), number=1)
    bill, item = Bill.objects.get(), pattern.items.get()
    bills = [
        Bill(
            **_values(bill)
            | {
                "kode_bayar": kode_bayar(9 * 10**11 + number),
                "period_from": bill.period_from.replace(year=2026 + number),
                "period_until": bill.period_until.replace(year=2026 + number),
            }
        )
        for number in range(2, count + 1)
    ]
    Bill.objects.bulk_create(bills)
    payments = [
        Payment(
            **_values(pattern)
            | {
                "code": f"uji-{number:06d}",
                "gateway_reference": f"00000000-0000-4000-8000-{number:012d}",
            }
        )
        for number in range(2, count + 1)
    ]
    Payment.objects.bulk_create(payments)
    PaymentItem.objects.bulk_create(
        PaymentItem(**_values(item) | {"payment_id": p.pk, "bill_id": b.pk})
        for p, b in zip(payments, bills, strict=True)
    )
    return [pattern, *payments]


def _values(row: Bill | Payment | PaymentItem) -> dict[str, object]:
    columns = [field.attname for field in row._meta.concrete_fields]
    return {column: getattr(row, column) for column in columns if column != "id"}


@pytest.mark.django_db
def test_the_differences_found_are_the_planted_ones_and_no_others() -> None:
    payments = _many_paid(COUNT)
    random = Random(8)
    places = random.sample(range(COUNT), 60)
    lines = {
        place: line_of(payment, fee=126, vat=14, payout=PAYOUTS[place % 18])
        for place, payment in enumerate(payments)
    }
    planted: set[tuple[str, str]] = set()

    for place in places[:15]:  # with us and not settled
        del lines[place]
        planted.add(("paid_here_not_settled", payments[place].code))
    for place in places[15:30]:  # amounts differ
        lines[place] = replace(lines[place], gross=lines[place].gross - 500)
        planted.add(("amounts_differ", lines[place].transaction_id))
    unknown = places[30:45]  # paid at the gateway and not with us
    Payment.objects.filter(pk__in=[payments[place].pk for place in unknown]).update(
        state=PaymentState.EXPIRED, paid_at=None, paid_on=None, received_idr=None
    )
    for place in unknown:
        planted.add(("paid_at_gateway_unknown_here", lines[place].transaction_id))
    for number, place in enumerate(
        places[45:50], start=1
    ):  # paid twice, told once more
        twice = replace(lines[place], transaction_id=f"ganda-{number}")
        lines[COUNT + number] = twice
        planted.add(("paid_twice", twice.transaction_id))
    again = paid_again(stall_bill(owner="Joko"), number=COUNT + 100)
    lines[COUNT + 100] = line_of(again, payout=PAYOUTS[0])
    twice_billed = again.items.get().bill.kode_bayar
    planted.add(("paid_twice", f"{again.gateway_reference}:{twice_billed}"))

    told = list(lines.values())
    random.shuffle(told)
    missing, short = PAYOUTS[3], PAYOUTS[4]
    planted |= {("payout_not_in_bank", missing), ("payout_amount_differs", short)}
    bank = [
        payout_credit(told, payout=payout)
        for payout in PAYOUTS[:18]
        if payout != missing
    ]
    bank = [
        replace(one, amount=one.amount - 1) if short in one.description else one
        for one in bank
    ]
    bank.append(Movement(1_234, "TRF DARI NN", "FT-NN"))

    assert _run(told, bank) == planted | _unidentified()
    _assert_posted(told, {missing, short}, planted)
    assert _run(list(reversed(told)), bank) == planted | _unidentified()


def _run(told: list[Line], bank: list[Movement]) -> set[tuple[str, str]]:
    import_settlement(name="a.csv", content=report(told), person=None, now=LATER)
    content = statement_csv(bank)
    import_statement(name="b.csv", content=content, person=None, now=LATER)
    reconcile(now=LATER)
    found = Finding.objects.filter(resolved_at=None).values_list("cause", "reference")
    return set(found)


def _unidentified() -> set[tuple[str, str]]:
    (finding,) = Finding.objects.filter(cause="bank_credit_unidentified")
    assert finding.theirs_idr == 1_234
    return {(finding.cause, finding.reference)}


def _assert_posted(
    told: list[Line], unbanked: set[str], planted: set[tuple[str, str]]
) -> None:
    """The treasury has, to the rupiah, the net of every sound and banked line."""
    unsound = {reference.split(":")[0] for _cause, reference in planted} - {
        line.transaction_id
        for line in told
        if line.order_id == f"uji-{COUNT + 100:06d}"
    }
    sound = [
        line
        for line in told
        if line.payout not in unbanked and line.transaction_id not in unsound
    ]
    rkud = ledger.balance(kind=AccountKind.RKUD)
    cost = ledger.balance(kind=AccountKind.CHANNEL_COST)
    assert rkud == Rupiah(sum(line.net for line in sound))
    assert cost == Rupiah(sum(line.fee + line.vat for line in sound))
