#!/bin/sh
# Makes sure of the system packages: `system-packages.sh run` for the product,
# `system-packages.sh test` for the tests as well. As root it installs what is missing;
# otherwise it names the exact command and stops.
set -u
missing=""
need() { missing="$missing $1"; }
library() { ldconfig -p 2>/dev/null | grep -q "$1" || need "$2"; }
program() { command -v "$1" >/dev/null 2>&1 || need "$2"; }

library libpango-1.0.so libpango-1.0-0
library libpangoft2-1.0.so libpangoft2-1.0-0
library libharfbuzz-subset.so libharfbuzz-subset0
program msgfmt gettext
if [ "${1:-run}" = test ]; then
    program chromium chromium
    program pdfsig poppler-utils
    program zbarimg zbar-tools
    program qpdf qpdf
fi
[ -z "$missing" ] && exit 0
command="apt-get install --yes --no-install-recommends$missing"
if [ "$(id -u)" != 0 ]; then
    echo "Missing system packages. Type:  sudo $command" >&2
    exit 2
fi
echo "Installing system packages:$missing" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update --quiet >/dev/null && $command >/dev/null
