#!/usr/bin/env bash
# run.sh TIMES INSTRUCTIONS MEMORY INCLUDE_DIRECTORY...: measures everything and prints one table.
# Fails only where a count of instructions or bytes misses its goal: those are the same on a busy
# machine. With BENCH_FILTER only rows whose name contains it; with BENCH_JSON times also to that file.
set -uo pipefail
times=$1 instructions=$2 memory=$3
shift 3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
table=$(mktemp)
trap 'rm -f "$table"' EXIT
status=0
filter=${BENCH_FILTER-}

if ! command -v valgrind >/dev/null; then
  echo "bench: valgrind is not installed, so no instructions are counted"
else
  echo "bench: counting instructions"
  "$here/instructions.sh" "$instructions" >>"$table" || status=1
fi
echo "bench: counting bytes"
"$memory" >>"$table" || status=1
echo "bench: measuring times"
"$times" ${BENCH_JSON:+--json "$BENCH_JSON"} ${filter:+"$filter"} >>"$table" || status=1
echo "bench: compiling"
"$here/compile_time.sh" "$@" >>"$table" || status=1

{
  printf 'what\toperation\tgoal\tfigure\tok?\tdetails\n'
  awk -F '\t' -v filter="$filter" 'index($2, filter)' "$table"
} | column -t -s $'\t'
echo
echo "Machine: $(nproc) x $(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)," \
  "load average $(cut -d ' ' -f 1 /proc/loadavg)"
# Where only some rows are asked for, only what they miss is a failure.
if [[ -n $filter ]]; then
  status=0
  awk -F '\t' -v filter="$filter" '
    $1 ~ /^(instructions|memory)$/ && index($2, filter) && $5 == "no" { is_missed = 1 }
    END { exit is_missed }' "$table" || status=1
fi
if ((status)); then echo "bench: more instructions or bytes than the goal allows, or a run that failed"; fi
exit $status
