"""Midtrans behind the port: `midtransclient`, wrapped against all it does not do."""

from payments.gateways.midtrans.adapter import MidtransGateway
from payments.gateways.midtrans.client import MidtransConfig

__all__ = ["MidtransConfig", "MidtransGateway"]
