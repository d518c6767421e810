"""Settings of the tests: their own servers, started by tests/conftest.py."""

import os

# mypy and import-linter load these settings without any server running.
os.environ.setdefault("DATABASE_URL", "postgres:///rempah?host=/nowhere")
os.environ.setdefault("REDIS_URL", "unix:///nowhere/valkey.sock")

from config.settings.base import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
# Nothing is collected in tests: static files are served from where they lie.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
CELERY_TASK_ALWAYS_EAGER = False
DATABASES["owner"] = dict(DATABASES["default"])
