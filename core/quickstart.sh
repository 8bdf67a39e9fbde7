#!/bin/sh
# Installs what is missing, builds the program and its plugins, and starts the demo. Again in seconds when nothing changed.
#   sh core/quickstart.sh [--build-dir DIR] [--exit] [other arguments of `countersign demo`]
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/core/prepare.sh"

build=$root/build
left=$#
while [ "$left" -gt 0 ]; do   # takes --build-dir out and keeps the other arguments as they are
    if [ "$1" = --build-dir ]; then
        [ "$left" -ge 2 ] || fail "--build-dir needs a folder"
        build=$(absolute "$2")
        shift 2
        left=$((left - 2))
    else
        set -- "$@" "$1"
        shift
        left=$((left - 1))
    fi
done
jobs=$(getconf _NPROCESSORS_ONLN)

echo "[1/4] packages"
install_missing_packages
echo "[2/4] configuring $build"
configure "$build"
echo "[3/4] building with $jobs jobs"
ninja -C "$build" -j "$jobs" countersign plugins/all || fail "the build failed; the first error stands above"
echo "[4/4] starting $build/countersign demo"
exec "$build/countersign" demo "$@"
