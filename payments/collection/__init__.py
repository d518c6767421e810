"""Collectors: plates, shifts, cash with its tickets, hand-overs, deposits (STS)."""
