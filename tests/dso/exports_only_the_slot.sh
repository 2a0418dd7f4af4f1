#!/bin/sh
# exports_only_the_slot.sh <nm> <executable>: what an executable that links isometric::isometric lets
# plug-ins see of it.
set -eu
# clang hides neither objects that are template arguments (_ZTAX) nor functions of the standard
# library, and a linked library with the same ones makes the linker export them.
exported=$("$1" --dynamic --defined-only "$2" |
  awk '$3 ~ /isometric/ && $3 !~ /^_Z(TAX|N?K?St)/ { print $3 }')
slot=_ZN9isometric2v16detail12process_slotE
if [ "$exported" != "$slot" ]; then
  printf '%s: should export %s only, but exports:\n%s\n' "$2" "$slot" "$exported" >&2
  exit 1
fi
