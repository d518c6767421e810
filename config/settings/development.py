"""Settings of `make start`: embedded servers, simulators, the movable clock."""

from config.settings.base import *

INTERNAL_IPS = ["127.0.0.1"]
