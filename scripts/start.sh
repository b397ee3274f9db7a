#!/bin/sh
# Open the app in a terminal; where there is none, play a whole demonstration call.
set -eu
callsim=$1
if [ -t 0 ] && [ -t 1 ]; then
    exec "$callsim"
fi
echo "There is no terminal here, so the app cannot open: playing a demonstration call instead."
exec "$callsim" demo --fast
