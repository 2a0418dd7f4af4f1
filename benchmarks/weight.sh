#!/usr/bin/env bash
# weight.sh COMPILER OURS THEIRS MOST INCLUDE_DIRECTORY...: compiles two files of compile_time/ and
# fails if the one against isometric takes more than MOST times the compiler's own memory: g++ says
# how much it has handed out, which is the same each time and on a busy machine. Exits with 77, and
# a reason, where there is nothing to compare.
set -euo pipefail
compiler=$1 ours=$2 theirs=$3 most=$4
shift 4
sources=$(cd "$(dirname "${BASH_SOURCE[0]}")/compile_time" && pwd)
flags=(-std=c++20 -O0 -c -o /dev/null)
for directory in "$@"; do flags+=("-I$directory"); done
report=$(mktemp)
trap 'rm -f "$report"' EXIT

skip() {
  echo "skipped: $*"
  exit 77
}

# kilobytes SOURCE: what the compiler took for it; nothing if it does not say.
kilobytes() {
  "$compiler" "${flags[@]}" -ftime-report "$sources/$1.cpp" >"$report" 2>&1 || return
  awk '/^ *TOTAL / && $NF ~ /^[0-9]+[kMG]?$/ {
    print $NF * ($NF ~ /G$/ ? 1048576 : $NF ~ /M$/ ? 1024 : $NF ~ /k$/ ? 1 : 1 / 1024)
  }' "$report"
}

if ! other=$(kilobytes "$theirs"); then
  head -n 1 "$report"
  skip "$theirs.cpp, which ours is compared with, does not compile here"
fi
[[ -n $other ]] || skip "$compiler does not say how much memory it takes"
if ! one=$(kilobytes "$ours"); then
  cat "$report"
  exit 1
fi

awk -v what="$ours.cpp over $theirs.cpp" -v one="$one" -v other="$other" -v most="$most" 'BEGIN {
  printf "%s: %.0f MB against %.0f MB, %.3f times as much; at most %s\n", what, one / 1024,
         other / 1024, one / other, most
  exit one <= most * other ? 0 : 1
}'
