"""Wiring: settings, URLs, Celery, the event map. Knows every app; none knows it."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
