"""Payments, their states, gateways, QRIS and webhooks."""
