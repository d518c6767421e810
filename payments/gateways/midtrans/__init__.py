"""Midtrans behind the port: `midtransclient`, wrapped against all it does not do."""

from payments.gateways.midtrans.adapter import MidtransGateway
from payments.gateways.midtrans.client import MidtransConfig
from payments.gateways.midtrans.translate import WIB

# The zone of the dates in its reports, for who reads them without an adapter.
REPORT_ZONE = WIB

__all__ = ["REPORT_ZONE", "MidtransConfig", "MidtransGateway"]
