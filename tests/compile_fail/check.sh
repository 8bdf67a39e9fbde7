#!/bin/sh
# check.sh COMPILER SOURCE_DIR FILE.cpp: the control must compile, the cheat must not, and its first error must be the
# expected one (an extended regular expression after "// expect:"). Called by ctest.
set -eu
compiler=$1 source=$2 file=$3
export LC_ALL=C
expected=$(sed -n 's|^// expect: ||p' "$file")
[ -n "$expected" ] || { echo "$file: no '// expect:' line says which error is the right one"; exit 1; }

compile() {
    "$compiler" -std=c++20 -fsyntax-only -I"$source/core" -I"$source/include" "$@" "$file" 2>&1
}

if ! said=$(compile); then
    printf '%s\n%s: the control does not compile, so the cheat proves nothing\n' "$said" "$file"
    exit 1
fi
if said=$(compile -DCHEAT); then
    echo "$file: the cheat compiles"
    exit 1
fi
first=$(printf '%s\n' "$said" | grep -m 1 'error:' || true)
if ! printf '%s\n' "$first" | grep -Eq -- "$expected"; then
    printf '%s\n%s: fails, but its first error does not say "%s"\n' "$said" "$file" "$expected"
    exit 1
fi
