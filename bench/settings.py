"""The product's settings, with the floors' paths beside its own."""

from config.settings.development import *

ROOT_URLCONF = "bench.urls"
LOGGING["root"]["level"] = "ERROR"
