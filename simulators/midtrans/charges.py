"""Reads a charge as strictly as the gateway does, and names every problem at once."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeGuard

from simulators.clock import WIB
from simulators.midtrans.channels import Channel, ChannelName, channel_of
from simulators.midtrans.errors import invalid

type Body = dict[str, object]

ORDER_ID = re.compile(r"[A-Za-z0-9._~-]{1,50}")
EXPIRY_MIN = timedelta(seconds=20)
UNITS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
}
CUSTOM_FIELDS = ("custom_field1", "custom_field2", "custom_field3")


@dataclass(frozen=True)
class Charge:
    channel: Channel
    order_id: str
    gross_idr: int
    expires_at: datetime
    chosen_number: str
    custom_fields: dict[str, str]
    metadata: dict[str, object] | None


def read_charge(body: Body, now: datetime) -> Charge:
    """Read and check a charge; raises Refusal 400 with a list, or 402."""
    channel = channel_of(body)
    details = body.get("transaction_details")
    if not isinstance(details, dict):
        raise invalid("transaction_details is required")
    problems = [
        *_order_problems(details.get("order_id")),
        *_amount_problems(details.get("gross_amount"), channel),
        *_item_problems(body.get("item_details"), details.get("gross_amount")),
        *_customer_problems(body.get("customer_details"), channel),
        *_field_problems(body),
        *_number_problems(_chosen_number(body, channel), channel),
    ]
    expires_at = _expiry(body.get("custom_expiry"), channel, now, problems)
    if problems:
        raise invalid(*problems)
    metadata = body.get("metadata")
    return Charge(
        channel=channel,
        order_id=str(details["order_id"]),
        gross_idr=int(details["gross_amount"]),
        expires_at=expires_at,
        chosen_number=_chosen_number(body, channel),
        custom_fields={key: str(body[key]) for key in CUSTOM_FIELDS if body.get(key)},
        metadata=metadata if isinstance(metadata, dict) else None,
    )


def is_whole(value: object) -> TypeGuard[int]:
    """Whether JSON carried a whole number; true and 10000.0 are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def _order_problems(order_id: object) -> list[str]:
    if not order_id:
        return ["transaction_details.order_id is required"]
    if not isinstance(order_id, str) or not ORDER_ID.fullmatch(order_id):
        return ["transaction_details.order_id must be 1-50 of letters, digits and -_~."]
    return []


def _amount_problems(amount: object, channel: Channel) -> list[str]:
    name = "transaction_details.gross_amount"
    if amount is None:
        return [f"{name} is required"]
    if not is_whole(amount):
        return [f"{name} must be a whole number without decimals"]
    if amount < channel.minimum_idr:
        return [f"{name} must be greater than or equal to {channel.minimum_idr}"]
    if amount > channel.maximum_idr:
        return [f"{name} must be less than or equal to {channel.maximum_idr}"]
    return []


def _item_problems(items: object, amount: object) -> list[str]:
    if items is None:
        return []
    if not isinstance(items, list) or not items:
        return ["item_details must be a list of items"]
    total, problems = 0, []
    for index, item in enumerate(items):
        name = f"item_details[{index}]"
        if not isinstance(item, dict):
            return [f"{name} must be an object"]
        price, quantity = item.get("price"), item.get("quantity")
        if not (is_whole(price) and is_whole(quantity)):
            problems.append(f"{name} price and quantity must be whole numbers")
            continue
        if not 1 <= len(str(item.get("name") or "")) <= 50:
            problems.append(f"{name}.name must have 1-50 characters")
        total += int(price) * int(quantity)
    if not problems and total != amount:
        problems.append(
            "transaction_details.gross_amount is not equal to the sum of item_details"
        )
    return problems


def _customer_problems(customer: object, channel: Channel) -> list[str]:
    if customer is None:
        return []
    if not isinstance(customer, dict):
        return ["customer_details must be an object"]
    problems = [
        f"customer_details.{key} is too long (max 255)"
        for key in ("first_name", "last_name", "email", "phone")
        if len(str(customer.get(key) or "")) > 255
    ]
    phone = str(customer.get("phone") or "")
    is_bni = channel.name is ChannelName.BNI
    if is_bni and phone and not phone.startswith(("+62", "0")):
        problems.append("customer_details.phone must start with +62 or 0")
    return problems


def _field_problems(body: Body) -> list[str]:
    problems = [
        f"{key} is too long (max 255)"
        for key in CUSTOM_FIELDS
        if len(str(body.get(key) or "")) > 255
    ]
    if not isinstance(body.get("metadata"), dict | None):
        problems.append("metadata must be an object")
    return problems


def _chosen_number(body: Body, channel: Channel) -> str:
    group, key = "bank_transfer", "va_number"
    if channel.name is ChannelName.MANDIRI_BILL:
        group, key = "echannel", "bill_key"
    details = body.get(group)
    return str(details.get(key) or "") if isinstance(details, dict) else ""


def _number_problems(number: str, channel: Channel) -> list[str]:
    least, most = channel.custom_digits
    is_fit = number.isascii() and number.isdigit() and least <= len(number) <= most
    return (
        [] if not number or is_fit else [f"va_number must have {least}-{most} digits"]
    )


def _expiry(
    custom: object, channel: Channel, now: datetime, problems: list[str]
) -> datetime:
    """When it ends; adds a problem where the wish cannot be met."""
    if custom is None:
        return now + channel.expiry
    if not isinstance(custom, dict):
        problems.append("custom_expiry must be an object")
        return now
    duration, unit = custom.get("expiry_duration"), custom.get("unit", "minute")
    if not isinstance(duration, int) or isinstance(duration, bool):
        problems.append("custom_expiry.expiry_duration must be a whole number")
        return now
    if unit not in UNITS:
        problems.append("custom_expiry.unit must be second, minute, hour or day")
        return now
    start = _order_time(custom.get("order_time"), now, problems)
    try:
        wished = start + duration * UNITS[unit]
    except OverflowError:
        problems.append("custom_expiry.expiry_duration is out of range")
        return now
    if wished < now + EXPIRY_MIN:
        problems.append("custom_expiry must be at least 20 seconds from now")
    return min(wished, now + channel.expiry_max)


def _order_time(text: object, now: datetime, problems: list[str]) -> datetime:
    if text is None:
        return now
    try:
        return datetime.strptime(str(text), "%Y-%m-%d %H:%M:%S %z").astimezone(WIB)
    except ValueError:
        problems.append("custom_expiry.order_time must be yyyy-MM-dd hh:mm:ss Z")
        return now
