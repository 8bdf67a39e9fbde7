#!/bin/sh
# chat_rows.sh SOURCE_DIR: what customers of the web chat read is written in one file, which asks for the Key of whoever may.
# Called by ctest.
set -eu
others=$(grep -rlw chat_line "$1/core" "$1/plugins" --include='*.cpp' --include='*.hpp' --include='*.in' |
    grep -vE '/core/(flow/state/chat_line\.(cpp|hpp)|store/schema_v[0-9]+\.cpp)$' |
    while read -r file; do sed 's/flow\/state\/chat_line\.hpp//' "$file" | grep -qw chat_line && echo "$file"; done || true)
[ -z "$others" ] || { echo "these name the table chat_line; only flow/state/chat_line.cpp may:"; echo "$others"; exit 1; }
grep -qw chat_line "$1/core/flow/state/chat_line.cpp" || { echo "the table is not where it was: this check is blind"; exit 1; }
