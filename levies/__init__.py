"""Tariffs, payers, levy objects and their bills."""
