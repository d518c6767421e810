"""Bills of the demo for journeys to take, made by the product's own services.

Run inside the running product: `manage.py shell -c "from tests.journeys.world …"`.
"""

import json

from accounts.models import Scope
from accounts.roles import Role
from accounts.services import assign_role, create_person
from city.models import Kelurahan, Market
from city.selectors import business_date_of
from config.demo.objects import SINCE, STALL_CLASS
from kernel import clock
from levies.models import Bill, LevyType
from levies.services import (
    NewObject,
    cancel_bill,
    issue_bills,
    register_object,
    register_payer,
    replace_bill,
)

# A hall of 40 are: at the tariff of a stall its day costs more than QRIS may carry.
HALL_DM2 = 400_000
LONG_NAME = (
    "Perkumpulan Pedagang Ikan Asin, Rempah, dan Hasil Bumi Maluku Utara Bersatu"
)


def prepare() -> None:
    """Print, as JSON, kode bayar of bills in every condition a payer may meet."""
    hall = _bill_of_a_hall()
    stalls, households = (_open_bills(code) for code in ("pasar", "kebersihan"))
    cancelled, replaced = stalls.pop(0), stalls.pop(0)
    successor = _cancel_and_replace(cancelled, replaced)
    print(  # noqa: T201 (a script's answer)
        json.dumps(
            {
                "stalls": stalls,
                "households": households,
                "hall": hall,
                "cancelled": cancelled,
                "replaced": replaced,
                "successor": successor,
            }
        )
    )


def _open_bills(levy_code: str) -> list[str]:
    """Of the demo's own objects; those of other journeys are theirs."""
    bills = Bill.objects.open().filter(levy_type__code=levy_code)
    bills = bills.exclude(levy_object__code__regex=r"^(hall$|uji-)")
    return list(bills.order_by("-id").values_list("kode_bayar", flat=True))


def _bill_of_a_hall() -> str:
    """A bill over QRIS's ten million, of a payer and a place with very long names."""
    kelurahan, now = Kelurahan.objects.order_by("code")[0], clock.now()
    levy_object = register_object(
        payer=register_payer(code="hall", name=LONG_NAME, kelurahan=kelurahan),
        new=NewObject(
            code="hall",
            levy_type=LevyType.objects.get(code="pasar"),
            object_class=STALL_CLASS,
            label="Los Balai Pertemuan dan Gudang Bersama Lantai Dasar Sisi Utara, 001",
            valid_from=SINCE,
            market=Market.objects.order_by("id")[0],
            size_dm2=HALL_DM2,
        ),
    )
    issue_bills(day=business_date_of(now), now=now)
    return levy_object.bills.get().kode_bayar


def _cancel_and_replace(cancelled: str, replaced: str) -> str:
    """Cancel one bill, replace another; the kode bayar of the successor."""
    now = clock.now()
    person = create_person(
        username="pembatal", full_name="Pembatal", password="x" * 20, now=now
    )
    assign_role(
        person=person,
        role=Role.HEAD_OF_OPD,
        scope=Scope(),
        valid_from=business_date_of(now),
        now=now,
    )
    why = "salah ukuran"
    cancel_bill(kode=cancelled, person=person, reason=why, now=now)
    successor = replace_bill(kode=replaced, person=person, reason=why, now=now)
    return successor.kode_bayar
