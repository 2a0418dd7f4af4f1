#!/usr/bin/env bash
# instructions.sh PROGRAM: counts the instructions of what instructions.cpp does, and prints a line
# of the table for each operation. Fails if one takes more than its goal allows.
set -euo pipefail
program=$(realpath "$1")
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT

# Each jump through the PLT counts as the instruction that it is, not as part of the function.
if ! (cd "$directory" && valgrind --tool=callgrind --skip-plt=no "$program") >"$directory/log" 2>&1
then
  cat "$directory/log" >&2
  exit 1
fi

awk -v OFS='\t' '
  /^desc: Trigger: Client Request: / {
    sub(/^desc: Trigger: Client Request: /, "")
    split($0, run, " [|] ")
    next
  }
  /^summary: / && run[1] != "" && run[1] != "-" {
    operation = run[1]
    if (!(operation in goal)) operations[++size] = operation
    goal[operation] = run[2]
    count[operation, run[3], run[4]] = $2
    run[1] = ""
  }
  function each(operation, side) {
    return (count[operation, side, 3000] - count[operation, side, 1000]) / 2000
  }
  END {
    for (i = 1; i <= size; ++i) {
      operation = operations[i]
      reference = each(operation, "reference")
      isometric = each(operation, "isometric")
      more = isometric - reference
      ratio = isometric / reference
      detail = sprintf("%g instructions against %g", isometric, reference)
      if (goal[operation] == "-") {
        print "instructions", operation, "-", sprintf("%.3f", ratio), "-", detail
        continue
      }
      if (goal[operation] ~ /x$/) {
        is_met = ratio <= goal[operation] + 0
        failed = failed || !is_met
        print "instructions", operation, "<= " goal[operation] + 0, sprintf("%.3f", ratio), is_met ? "yes" : "no", detail
        continue
      }
      is_met = more <= goal[operation]
      failed = failed || !is_met
      bound = goal[operation] == 0 ? "none more" : "<= " goal[operation] " more"
      print "instructions", operation, bound, sprintf("%+g", more), is_met ? "yes" : "no", detail
    }
    if (size == 0) { print "instructions.sh: callgrind counted nothing" > "/dev/stderr"; exit 1 }
    exit failed ? 1 : 0
  }
' $(ls -v "$directory"/callgrind.out.*)
