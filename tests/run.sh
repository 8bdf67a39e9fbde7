#!/bin/sh
# Installs what is missing, builds everything, runs every test. Again in seconds when nothing changed.
#   sh tests/run.sh [--build-dir DIR]
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/core/prepare.sh"

build=$root/build
while [ $# -gt 0 ]; do
    case $1 in
        --build-dir)
            [ $# -ge 2 ] || fail "--build-dir needs a folder"
            build=$(absolute "$2")
            shift 2
            ;;
        *) fail "unknown argument '$1'; usage: sh tests/run.sh [--build-dir DIR]" ;;
    esac
done
jobs=$(getconf _NPROCESSORS_ONLN)

echo "[1/4] packages"
install_missing_packages
echo "[2/4] configuring $build"
configure "$build" -DCOUNTERSIGN_BENCH=ON
echo "[3/4] building with $jobs jobs"
ninja -C "$build" -j "$jobs" || fail "the build failed; the first error stands above"
echo "[4/4] testing"
exec ctest --test-dir "$build" --parallel "$jobs" --output-on-failure --no-tests=error </dev/null
