#!/bin/sh
# Make a virtual environment with a Python of 3.11 or newer, or say in a sentence what is missing.
set -eu
venv=$1

suitable() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

if [ -x "$venv/bin/python" ] && suitable "$venv/bin/python"; then
    exit 0
fi

python=
for candidate in python3 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null 2>&1 && suitable "$candidate"; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "callsim needs Python 3.11 or newer, and none was found. On Debian or Ubuntu: sudo apt-get install python3 python3-venv" >&2
    exit 1
fi

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$python" -c 'import sys; print(f"{sys.version_info[0]}.{sys.version_info[1]}")')
    command="apt-get install --yes python$version-venv"
    if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
        echo "Python's venv module is missing; installing python$version-venv."
        apt-get update -qq && $command >/dev/null
    elif command -v apt-get >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        echo "Python's venv module is missing; installing python$version-venv."
        sudo -n apt-get update -qq && sudo -n $command >/dev/null
    else
        echo "Python's venv module is missing. Install it, then try again: sudo $command" >&2
        exit 1
    fi
fi

echo "Making the environment in $venv (the packages take about a minute and 700 MB)."
"$python" -m venv "$venv"
