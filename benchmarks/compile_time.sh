#!/usr/bin/env bash
# compile_time.sh INCLUDE_DIRECTORY...: compares what it costs to compile against isometric with what
# the same costs with prometheus-cpp, and prints a line of the table for each. Processor time,
# compiled by turns, medians; and the most memory that was in use at once, for which GNU time asks.
# weight.sh compares what is the same on a busy machine. With BENCH_FILTER only what has it in its name.
set -euo pipefail
runs=9
sources=$(cd "$(dirname "${BASH_SOURCE[0]}")/compile_time" && pwd)
flags=(-std=c++20 -c -o /dev/null)
for directory in "$@"; do flags+=("-I$directory"); done

# seconds COMPILER SOURCE FLAG: processor time of one compilation.
seconds() {
  local TIMEFORMAT='%3U'
  { time "$1" "${flags[@]}" "$3" "$sources/$2.cpp" >&3 2>&4; } 3>&1 4>&2 2>&1
}

# megabytes SOURCE FLAG: the most that g++ had in memory at once.
megabytes() {
  local run
  for ((run = 0; run < 3; ++run)); do
    env time --format=%M g++ "${flags[@]}" "$2" "$sources/$1.cpp" 2>&1
  done | median | awk '{ print $1 / 1024 }'
}

median() { sort --numeric-sort | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }

# is_wanted NAME
is_wanted() { [[ $1 == *"${BENCH_FILTER-}"* ]]; }

# row COMPILER NAME OURS THEIRS FLAG GOAL
row() {
  is_wanted "$2, $1 $5" && command -v "$1" >/dev/null || return 0
  local ours=() theirs=() one other run
  seconds "$1" "$3" "$5" >/dev/null  # fills the file cache
  for ((run = 0; run < runs; ++run)); do
    ours+=("$(seconds "$1" "$3" "$5")")
    theirs+=("$(seconds "$1" "$4" "$5")")
  done
  one=$(printf '%s\n' "${ours[@]}" | median)
  other=$(printf '%s\n' "${theirs[@]}" | median)
  awk -v what="$2, $1 $5" -v one="$one" -v other="$other" -v goal="$6" 'BEGIN {
    printf "compile time\t%s\t<= %.2f\t%.2f\t%s\t", what, goal, one / other,
           one / other <= goal ? "yes" : "no"
    printf "%.0f ms against %.0f ms\n", 1000 * one, 1000 * other
  }'
}

# memory_row NAME OURS THEIRS FLAG GOAL
memory_row() {
  is_wanted "$1, g++ $4" || return 0
  command -v g++ >/dev/null && env time --format=%M true >/dev/null 2>&1 || return 0
  awk -v what="$1, g++ $4" -v one="$(megabytes "$2" "$4")" -v other="$(megabytes "$3" "$4")" \
    -v goal="$5" 'BEGIN {
      printf "peak memory\t%s\t<= %.2f\t%.2f\t%s\t%.0f MB against %.0f MB\n", what, goal,
             one / other, one / other <= goal ? "yes" : "no", one, other
    }'
}

# size_row NAME SOURCE GOAL: kilobytes of code of a program, prometheus-cpp being shared.
size_row() {
  is_wanted "$1" || return 0
  local program
  program=$(mktemp)
  if g++ "${flags[@]:0:1}" "${flags[@]:4}" -O2 -DNDEBUG -s "$sources/$2.cpp" -o "$program" \
    -lprometheus-cpp-core -pthread 2>/dev/null; then
    size "$program" | awk -v what="$1" -v goal="$3" 'NR == 2 {
      printf "code\t%s\t<= %d KB\t%.0f KB\t%s\t\n", what, goal, $1 / 1000,
             $1 <= 1000 * goal ? "yes" : "no"
    }'
  fi
  rm -f "$program"
}

for compiler in g++ clang++; do
  row "$compiler" provider_metrics.hpp provider_metrics prometheus_headers -O2 0.35
  row "$compiler" instruments.hpp instruments prometheus_headers -O2 0.35
done
for optimisation in -O0 -O2; do
  row g++ "a counter on a RegistrySink" counter raw_counter "$optimisation" 2
done
row clang++ "a counter on a RegistrySink" counter raw_counter -O0 2
row g++ "a caller of instruments on a RegistrySink" caller raw_caller -O0 1.5
row g++ "a test with the matchers, over Catch2 and prometheus-cpp" matchers raw_test -O0 2
memory_row "a counter on a RegistrySink" counter raw_counter -O0 1.7
memory_row "a test with the matchers" matchers raw_test -O0 2
size_row "a program with a counter on a RegistrySink, stripped" counter 60
