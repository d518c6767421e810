"""Permits: types as data, applications, their check, decision and paper."""
