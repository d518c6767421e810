"""The gateway port and its adapters. They know QRIS and values, and no table."""
