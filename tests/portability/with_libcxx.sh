#!/usr/bin/env bash
# with_libcxx.sh <clang++> <reference> <scratch folder> [<prometheus-cpp's sources>]
#
# Compiles the library with a clang and its libc++, and runs it: what the reports say has to be what
# <reference> says, a program of the same reports that some compiler built with libstdc++. The
# report of the sinks on a registry needs prometheus-cpp built with libc++, too, of its sources.
# Prints a line for each test: passed, failed or skipped, and its name.
set -uo pipefail
clang=$1 reference=$2 scratch=$3 backend=${4-}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(cd "$here/../.." && pwd)
mkdir -p "$scratch" && cd "$scratch" || exit 1

flags=(-std=c++20 "-I$project/include" -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
libcxx=(-stdlib=libc++)
reports=(kit)
status=0

say() { # passed|failed|skipped NAME
  echo "$1: $2"
  [[ $1 != failed ]] || status=1
}

# run NAME COMMAND...: in the background, output to a file.
run() {
  local name=$1
  shift
  { "$@" >"$name.log" 2>&1 && : >"$name.done"; } &
}

# result FILE NAME: of what ran under that name.
result() {
  if [[ -e $1.done ]]; then say passed "$2"; else
    head -n 40 "$1.log"
    say failed "$2"
  fi
}

rm -f ./*.done ./*.o
find "$project/include" -name '*.hpp' -printf '#include <%P>\n' | sort >every_header.cpp
catch=(-DCATCH_CONFIG_EXTERNAL_INTERFACES)
run libcxx_headers "$clang" "${flags[@]}" "${libcxx[@]}" "${catch[@]}" -fsyntax-only \
  every_header.cpp
run libcxx_headers_23 "$clang" "${flags[@]}" "${libcxx[@]}" "${catch[@]}" -std=c++23 -fsyntax-only \
  every_header.cpp
wait
run libstdcxx_headers "$clang" "${flags[@]}" "${catch[@]}" -fsyntax-only every_header.cpp
wait

# What the library says in files compiled as they should be, and with -ffast-math.
[[ -z $backend ]] || reports+=(registry)
for report in "${reports[@]}"; do
  source=$here/${report}_report.cpp
  run "${report}_plain" "$clang" "${flags[@]}" "${libcxx[@]}" -DISOMETRIC_REPORT=first \
    -c "$source" -o "${report}_plain.o"
  run "${report}_fast" "$clang" "${flags[@]}" "${libcxx[@]}" -DISOMETRIC_REPORT=second \
    -O2 -ffast-math -c "$source" -o "${report}_fast.o"
  wait
done
program=(-DISOMETRIC_SECOND_REPORT "$here/main.cpp" "$here/numbers.cpp")
if [[ -n $backend ]]; then
  build_backend() {
    printf '%s\n' "$backend"/core/src/*.cc "$backend"/core/src/*/*.cc | grep -v '\*' |
      xargs -n 4 -P 2 "$clang" -std=c++20 "${libcxx[@]}" "-I$backend/core/include" -c
  }
  run backend build_backend
  wait
  program+=(./*.o)
else
  program+=(-DISOMETRIC_WITHOUT_BACKEND kit_plain.o kit_fast.o)
fi
link_and_run() {
  # libc++ becomes a part of the program, since the system's own may be another version.
  "$clang" "${flags[@]}" "${libcxx[@]}" -static-libstdc++ -pthread -rdynamic "${program[@]}" \
    -o reports && ./reports >found.txt
}
run reports link_and_run
wait

result libcxx_headers "all headers compile with libc++"
result libcxx_headers_23 "all headers compile with libc++ as C++23"
result libstdcxx_headers "all headers compile with libstdc++, without a warning"
if [[ -e reports.done ]]; then
  arguments=()
  [[ -n $backend ]] || arguments=(C kit)
  "$reference" "${arguments[@]}" >once.txt
  cat once.txt once.txt >expected.txt
  if cmp -s expected.txt found.txt; then
    say passed "the library says the same with libc++ and with -ffast-math"
  else
    diff expected.txt found.txt | head -n 40
    say failed "the library says the same with libc++ and with -ffast-math"
  fi
else
  cat kit_*.log registry_*.log backend.log reports.log 2>/dev/null | head -n 40
  say failed "the library compiles, links and runs with libc++"
fi
[[ -n $backend ]] ||
  say skipped "sinks on a registry with libc++: the sources of prometheus-cpp cannot be had"
exit $status
