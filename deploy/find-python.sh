#!/bin/sh
# Prints the first interpreter that, when run, answers 3.12 or newer; 3.13 is preferred.
# A shim on PATH may exist and refuse, so each candidate is asked, never only looked for.
set -u
answers() { "$1" -c "import sys; sys.exit(sys.version_info[:2] $2)" >/dev/null 2>&1; }
candidates() {
    for name in python3.13 python3 python3.14 python3.12 python; do command -v "$name"; done
    ls -d "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[2-9]*/bin/python3 2>/dev/null
}
for wanted in '!= (3, 13)' '< (3, 12)'; do
    for python in $(candidates); do
        if answers "$python" "$wanted"; then echo "$python"; exit 0; fi
    done
done
cat >&2 <<'EOF'
Rempah needs Python 3.12 or newer (3.13 is best), and none was found.
Debian 13: apt-get install python3 python3-venv      anywhere: pyenv install 3.13
EOF
exit 2
