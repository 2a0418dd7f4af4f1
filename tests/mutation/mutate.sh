#!/usr/bin/env bash
# mutate.sh BUILD [TABLE]: breaks the provider's instrumentation in each way of mutations.txt, and
# shows that its tests notice. BUILD is a folder for what is built, TABLE a Markdown page whose
# table is written anew. Fails if a mutant survives, or if the tests fail without one.
set -euo pipefail
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
export root=${here%/tests/mutation}
export build=$1
table=${2-}
export compiler=${CXX:-c++}
mkdir -p "$build"
build=$(realpath "$build")

export tests="provider_metrics_test provider_server_metrics_test"
export flags="-std=c++20 -O0"

# The one difference between two mutants is in the headers of the provider.
# try DESCRIPTION FILE SCRIPT: prints how the tests end, on one line.
try() {
  local folder
  folder=$(mktemp -d "$build/mutant.XXXXXX")
  trap 'rm -rf "$folder"' RETURN
  cp -r "$root/include/homecluster" "$folder"
  if [[ -n $2 ]]; then
    sed -i "$3" "$folder/homecluster/$2"
    if cmp -s "$root/include/homecluster/$2" "$folder/homecluster/$2"; then
      printf '%s\terror\tthe script changes nothing\n' "$1"
      return
    fi
  fi
  local objects=() test
  for test in $tests; do
    # shellcheck disable=SC2086  # several flags
    if ! $compiler $flags -include "$build/unbroken.hpp" \
      -I"$folder" -I"$root/include" -I"$root/tests" \
      -c "$root/tests/unit/homecluster/$test.cpp" -o "$folder/$test.o" 2>"$folder/log"; then
      printf '%s\terror\tdoes not compile: %s\n' "$1" "$(grep -m1 error: "$folder/log")"
      return
    fi
    objects+=("$folder/$test.o")
  done
  $compiler "${objects[@]}" "$build/catch_main.o" "$build/unguarded.o" -o "$folder/tests" -lprometheus-cpp-core -pthread
  if timeout 120 "$folder/tests" >"$folder/log" 2>&1; then
    printf '%s\tsurvives\t\n' "$1"
  else
    # The name stands between two rulers.
    printf '%s\tcaught\t%s\n' "$1" "$(grep -m1 -A1 '^-----' "$folder/log" | tail -n 1)"
  fi
}
export -f try

# What no mutation changes is read once.
cat >"$build/unbroken.hpp" <<'END'
#include "support/catch.hpp"

#include <isometric/instruments/exception_counter.hpp>
#include <isometric/instruments/in_flight.hpp>
#include <isometric/instruments/timer.hpp>
#include <isometric/sinks/catalogue_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>
END
# shellcheck disable=SC2086
$compiler $flags -I"$root/include" -I"$root/tests" -x c++-header "$build/unbroken.hpp" \
  -o "$build/unbroken.hpp.gch"
# shellcheck disable=SC2086
for part in catch_main unguarded; do
  $compiler $flags -I"$root/tests" -c "$root/tests/support/$part.cpp" -o "$build/$part.o"
done
if [[ $(try unbroken "" "") != $'unbroken\tsurvives\t' ]]; then
  echo "mutate.sh: the tests fail, or do not compile, without a mutation" >&2
  exit 1
fi

results=$build/results.tsv
grep -v '^#' "$here/mutations.txt" | grep . | tr '\t\n' '\0\0' |
  xargs -0 -n 3 -P "$(nproc)" bash -c 'try "$@"' try | tee "$build/as_they_end.tsv" |
  while IFS=$'\t' read -r description verdict test; do
    printf '%-60s %-9s %s\n' "$description" "$verdict" "$test"
  done
# In the order of the list.
grep -v '^#' "$here/mutations.txt" | grep . | cut -f 1 |
  awk -F'\t' 'NR == FNR { line[$1] = $0; next } { print line[$1] }' "$build/as_they_end.tsv" - >"$results"

if [[ -n $table ]]; then
  {
    sed '/^| What is broken/,$d' "$table"
    echo '| What is broken | First test that fails |'
    echo '|---|---|'
    awk -F'\t' '{ print "| " $1 " | " ($2 == "caught" ? $3 : "**none: " $2 "** " $3) " |" }' "$results"
  } >"$build/page.md"
  mv "$build/page.md" "$table"
fi
caught=$(grep -c $'\tcaught\t' "$results" || true)
total=$(wc -l <"$results")
echo "$caught of $total mutants caught"
((caught == total))
