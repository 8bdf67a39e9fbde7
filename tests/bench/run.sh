#!/bin/sh
# Builds the bench and prints the table; README.md beside this file says what each row means.
#   sh tests/bench/run.sh [--build-dir DIR] [--rounds N] [--seconds S] [--only NAME[,NAME]] [--smoke]
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
. "$root/core/prepare.sh"

build=$root/build
if [ "${1:-}" = --build-dir ]; then
    [ $# -ge 2 ] || fail "--build-dir needs a folder"
    build=$(absolute "$2")
    shift 2
fi
for tool in taskset python3; do
    command -v "$tool" >/dev/null || fail "$tool is missing (Debian: util-linux, python3)"
done
command -v nginx >/dev/null || echo "nginx is missing: its rows are left out (Debian: apt-get install nginx-light)" >&2
configure "$build" -DCOUNTERSIGN_BENCH=ON
ninja -C "$build" bench >/dev/null || fail "the build failed; run: ninja -C $build bench"
exec python3 "$root/tests/bench/bench.py" --build "$build" --source "$root" "$@"
