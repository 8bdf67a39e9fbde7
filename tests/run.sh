#!/bin/sh
# Installs what is missing, builds everything, runs every test. Again in seconds when nothing changed.
#   sh tests/run.sh [--build-dir DIR] [--quick]
# The road's tests and the program itself also run under AddressSanitizer + UBSan and under ThreadSanitizer, and so do the fuzz
# targets: two more builds, with Clang, in folders of the first. --quick leaves all of that out.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/core/prepare.sh"

build=$root/build
sanitized=ON
while [ $# -gt 0 ]; do
    case $1 in
        --build-dir)
            [ $# -ge 2 ] || fail "--build-dir needs a folder"
            build=$(absolute "$2")
            shift 2
            ;;
        --quick)
            sanitized=OFF
            shift
            ;;
        *) fail "unknown argument '$1'; usage: sh tests/run.sh [--build-dir DIR] [--quick]" ;;
    esac
done
jobs=$(getconf _NPROCESSORS_ONLN)
packages="$packages $test_packages"
[ $sanitized = OFF ] || packages="$packages $sanitizer_packages"

# build_under NAME: the target `sanitized` of the preset NAME, in a folder of the build.
build_under() {
    if ! (cd "$root" && cmake --preset "$1" -B "$build/$1") >"$build/configure-$1.log" 2>&1; then
        cat "$build/configure-$1.log" >&2
        fail "the configuration with the preset $1 failed; what is missing stands above (--quick leaves it out)"
    fi
    ninja -C "$build/$1" -j "$jobs" sanitized || fail "the build with the preset $1 failed; the first error stands above"
}

echo "[1/5] packages"
install_missing_packages
echo "[2/5] configuring $build"
configure "$build" -DCOUNTERSIGN_BENCH=ON -DCOUNTERSIGN_SANITIZED_TESTS=$sanitized
echo "[3/5] building with $jobs jobs"
ninja -C "$build" -j "$jobs" || fail "the build failed; the first error stands above"
if [ $sanitized = ON ]; then
    echo "[4/5] building the road's tests under the sanitizers (--quick leaves them out): addresses and undefined behaviour, then threads"
    build_under asan
    build_under tsan
else
    echo "[4/5] left out: the sanitizers and the fuzz targets"
fi
echo "[5/5] testing"
exec ctest --test-dir "$build" --parallel "$jobs" --output-on-failure --no-tests=error </dev/null
