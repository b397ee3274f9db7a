#!/bin/sh
# See that PortAudio is there on Linux (on Windows and macOS it comes with the sounddevice package).
# Without it everything that needs no sound card still works, so this never fails the build.
set -u
[ "$(uname -s)" = Linux ] || exit 0
ldconfig=$(command -v ldconfig || echo /sbin/ldconfig)
if "$ldconfig" -p 2>/dev/null | grep -q 'libportaudio\.so\.2'; then
    exit 0
fi
if command -v apt-get >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        echo "PortAudio is missing, so there is no microphone and no speaker yet. Install it with:" >&2
        echo "    sudo apt-get install libportaudio2" >&2
        exit 0
    fi
    echo "Installing libportaudio2 for the microphone and the speaker."
    if $as_root apt-get update -qq && $as_root apt-get install --yes -qq libportaudio2 >/dev/null; then
        exit 0
    fi
    echo "libportaudio2 could not be installed. Try it yourself: sudo apt-get install libportaudio2" >&2
    exit 0
fi
echo "PortAudio is missing, so there is no microphone and no speaker yet. Install the package that holds" >&2
echo "libportaudio.so.2 (Fedora: portaudio, Arch: portaudio) with your package manager." >&2
exit 0
