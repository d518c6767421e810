"""The Celery application and its schedule. Redis is a doorbell: no result is kept."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_init

from config.checks import require_sound_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")

app = Celery("rempah")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["config"], related_name="relay")


@setup_logging.connect
def keep_django_logging(**_: Any) -> None:
    """Without a receiver Celery would replace the logging of the settings."""


@worker_init.connect
@beat_init.connect
def refuse_a_wrong_start(**_: Any) -> None:
    """As the site does (config.wsgi)."""
    require_sound_start()
