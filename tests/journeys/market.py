"""A market day's people and stalls, made by the product's own services.

Run inside the running product: `manage.py shell -c "from tests.journeys.market …"`.
"""

import json

from accounts.models import Scope
from accounts.roles import Role
from accounts.services import assign_role, create_person
from city.models import Kelurahan, Market
from city.selectors import business_date_of
from config.demo.objects import SINCE, STALL_CLASS
from config.demo.people import DEMO_PASSWORD
from kernel import clock
from levies.models import LevyType
from levies.services import NewObject, issue_bills, register_object, register_payer
from payments.collection.selectors.stalls import plate_url
from payments.collection.services import make_plates

COLLECTOR, TREASURER = "juru-uji", "bendahara-uji"
# 6 m² at Rp 3.000: Rp 18.000 a day; 9 m²: Rp 27.000.
SIZES_DM2 = (600, 900)


def prepare() -> None:
    """Print, as JSON, the market, its two stalls' plates and what their QR say."""
    now = clock.now()
    market = Market.objects.order_by("id")[3]
    elsewhere = Market.objects.order_by("id")[4]
    for username, role, scope in (
        (COLLECTOR, Role.COLLECTOR, Scope(market=market)),
        (TREASURER, Role.OPD_TREASURER, Scope(opd=market.opd)),
    ):
        person = create_person(
            username=username,
            full_name=username.replace("-", " ").title(),
            password=DEMO_PASSWORD,
            now=now,
        )
        assign_role(
            person=person,
            role=role,
            scope=scope,
            valid_from=business_date_of(now),
            now=now,
        )
    kelurahan = Kelurahan.objects.order_by("code")[0]
    for number, size in enumerate(SIZES_DM2, start=1):
        _stall(market, kelurahan, f"uji-{number}", size)
    _stall(elsewhere, kelurahan, "uji-lain", SIZES_DM2[0])
    issue_bills(day=business_date_of(now), now=now)
    plates = {
        plate.levy_object.code: plate
        for place in (market, elsewhere)
        for plate in make_plates(market=place, now=now)
    }
    print(  # noqa: T201 (a script's answer)
        json.dumps(
            {
                "market": market.name,
                "opd": market.opd.name,
                "first": plates["uji-1"].code,
                "first_qr": plate_url(plates["uji-1"]),
                "second": plates["uji-2"].code,
                "elsewhere": plates["uji-lain"].code,
            }
        )
    )


def _stall(market: Market, kelurahan: Kelurahan, code: str, size_dm2: int) -> None:
    register_object(
        payer=register_payer(code=code, name="Hj. Nurlaila Daeng", kelurahan=kelurahan),
        new=NewObject(
            code=code,
            levy_type=LevyType.objects.get(code="pasar"),
            object_class=STALL_CLASS,
            label=f"{market.name}, los {code}",
            valid_from=SINCE,
            market=market,
            size_dm2=size_dm2,
        ),
    )
