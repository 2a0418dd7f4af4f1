#!/usr/bin/env bash
# compile_time.sh INCLUDE_DIRECTORY...: compares what it costs to include the header of a component's
# metrics, or all instruments, with what prometheus-cpp's headers cost, for g++ and clang++, and
# prints a line of the table for each. Processor time, compiled by turns, medians.
set -euo pipefail
runs=9
goal=0.35
sources=$(cd "$(dirname "${BASH_SOURCE[0]}")/compile_time" && pwd)
flags=(-std=c++20 -O2 -c -o /dev/null)
for directory in "$@"; do flags+=("-I$directory"); done

# seconds COMPILER SOURCE: processor time of one compilation.
seconds() {
  local TIMEFORMAT='%3U'
  { time "$1" "${flags[@]}" "$sources/$2.cpp" >&3 2>&4; } 3>&1 4>&2 2>&1
}

median() { sort --numeric-sort | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }

for compiler in g++ clang++; do
  command -v "$compiler" >/dev/null || continue
  start=$(seconds "$compiler" nothing)
  for header in provider_metrics instruments; do
    ours=() theirs=()
    seconds "$compiler" "$header" >/dev/null  # fills the file cache
    for ((run = 0; run < runs; ++run)); do
      ours+=("$(seconds "$compiler" "$header")")
      theirs+=("$(seconds "$compiler" prometheus_headers)")
    done
    one=$(printf '%s\n' "${ours[@]}" | median)
    other=$(printf '%s\n' "${theirs[@]}" | median)
    awk -v OFS='\t' -v compiler="$compiler" -v header="$header" -v one="$one" -v other="$other" \
      -v goal="$goal" -v start="$start" 'BEGIN {
        printf "compile time\t%s.hpp, %s\t<= %.2f\t%.2f\t%s\t", header, compiler, goal,
               one / other, one / other <= goal ? "yes" : "no"
        printf "%.0f ms against %.0f ms; an empty file takes %.0f ms\n", 1000 * one, 1000 * other,
               1000 * start
      }'
  done
done
