#!/bin/sh
# One fuzz target, from its corpus on, for some seconds. New inputs go to BUILD/tests/fuzz/found/NAME; the corpus is only read.
#   run.sh BUILD NAME [SECONDS] [OPTION OF LIBFUZZER...]
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
build=$1/tests/fuzz
name=$2
seconds=${3:-10}
shift 2
[ $# -eq 0 ] || shift

case $name in
    policy) corpus=$here/../../policies/starter ;;
    webhook) corpus=$here/corpus/json ;;
    *) corpus=$here/corpus/$name ;;
esac
[ ! -f "$here/$name.dict" ] || set -- -dict="$here/$name.dict" "$@"
found=$build/found/$name
mkdir -p "$found"
exec "$build/fuzz_$name" -seed=1 -max_total_time="$seconds" -timeout=30 -rss_limit_mb=2048 -max_len=4096 -verbosity=0 \
    -artifact_prefix="$found/" "$@" "$found" "$corpus"
