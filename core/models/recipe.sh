#!/bin/sh
# Rebuilds the learned models, byte for byte, from the texts that README.md names:
#   sh core/models/recipe.sh DATA_DIR [--build-dir DIR]
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
[ $# -ge 1 ] || { echo "usage: sh core/models/recipe.sh DATA_DIR [--build-dir DIR]" >&2; exit 2; }
data=$1
build=$root/build
[ "${2:-}" != --build-dir ] || build=$3
ninja -C "$build" countersign_learn
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -B "$root/core/models/prepare.py" "$data" "$work"
learn() {
    echo "$1: $(wc -l < "$work/$1.tsv") examples"
    name=$1
    shift
    "$build/core/flow/detect/countersign_learn" learn "$root/core/models/$name.model" "$@" < "$work/$name.tsv"
}
learn risk 5 0.3 16 0.1 0 one
learn mood 3 0 16 0.1 0 one
learn injection 40 0.3 18 0.3 0.2 one
learn customer 20 0.3 17 0.3 0.3 each
learn outgoing 20 0.3 17 0.3 0.3 each
learn language 5 0 15 0.1 0 one
