"""The orders of the storm: stalls of one office, each tenth with a household too."""

from city.selectors import business_date_of
from kernel import clock
from tests.levies.samples import small_city, stall_bill, waste_skrd

EVERY = 10


def bills_for_the_storm(orders: int) -> list[list[str]]:
    """One list of kode bayar per order; every tenth order is of two OPD."""
    small_city()
    now = clock.now()
    today = business_date_of(now)
    wanted = []
    for number in range(orders):
        owner = f"Pedagang {number:03d}"
        kodes = [stall_bill(day=today, owner=owner, now=now).kode_bayar]
        if number % EVERY == 0:
            month = today.replace(day=1)
            kodes.append(waste_skrd(month=month, owner=owner, now=now).kode_bayar)
        wanted.append(kodes)
    return wanted
