"""The WSGI application of the site."""

import os

from django.core.wsgi import get_wsgi_application

from config.checks import require_sound_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")

application = get_wsgi_application()
require_sound_start()
