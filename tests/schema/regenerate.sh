#!/bin/sh
# Writes what the vocabulary says into policies/: schema.json and the tables at the end of README.md. A test compares both.
#   sh tests/schema/regenerate.sh build/countersign
set -eu
program=$1
policies=$(CDPATH='' cd -- "$(dirname -- "$0")/../../policies" && pwd)
"$program" policy schema >"$policies/schema.json"
"$program" policy words | python3 -c '
import sys
path, words = sys.argv[1], sys.stdin.read()
page = open(path, encoding="utf-8").read()
head, rest = page.split("<!-- words begin -->", 1)
tail = rest.split("<!-- words end -->", 1)[1]
open(path, "w", encoding="utf-8").write(head + "<!-- words begin -->\n" + words + "<!-- words end -->" + tail)
' "$policies/README.md"
