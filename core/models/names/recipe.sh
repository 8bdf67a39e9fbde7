#!/bin/sh
# Rebuilds names.model, byte for byte, from the texts that README.md names:
#   sh core/models/names/recipe.sh DATA_DIR STRINGS_DIR [--build-dir DIR]
# STRINGS_DIR: src/i18n/strings of the npm package matrix-react-sdk 3.82.0 (npm pack matrix-react-sdk@3.82.0; the last
# versions under Apache-2.0). Needs the Debian package python3-fake-factory (0.9.3) for its lists of names and towns.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
[ $# -ge 2 ] || { echo "usage: sh core/models/names/recipe.sh DATA_DIR STRINGS_DIR [--build-dir DIR]" >&2; exit 2; }
build=$here/../../../build
[ "${3:-}" != --build-dir ] || build=$4
ninja -C "$build" countersign_learn_names
texts=$(mktemp)
trap 'rm -f "$texts"' EXIT
/usr/bin/python3 -B "$here/make_texts.py" "$1" "$2" > "$texts"
echo "names: $(wc -l < "$texts") texts"
"$build/core/flow/detect/countersign_learn_names" "$here/names.model" 17 5 < "$texts"
