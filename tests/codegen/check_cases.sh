#!/bin/sh
# Compares the code of the cases in cases.cpp with that of `bare`:
#
#   check_cases.sh same|different <compiler> <flags...>
#
# same       Every case must be, to the instruction, what `bare` is. So must its directives: that is
#            where it would show that an exception is caught on its way.
# different  No case may be.
#
# The cases are the functions with names as in C. Names of labels are made comparable first.
set -u

verdict=$1
shift

assembly=$("$@" -fno-verbose-asm -S -o -) || exit 1
printf '%s\n' "$assembly" | awk -v verdict="$verdict" '
  # The line, with the name of the function and its labels as they would be in any other function.
  function comparable(line,   before, label) {
    gsub(/[ \t]+/, " ", line)
    before = ""
    while (match(line, /\.L[A-Za-z_]*[0-9]+/)) {
      label = substr(line, RSTART, RLENGTH)
      if (!(label in number)) number[label] = ++labels
      before = before substr(line, 1, RSTART - 1) "(label " number[label] ")"
      line = substr(line, RSTART + RLENGTH)
    }
    return before line
  }

  function fail(what) {
    print what
    failed = 1
  }

  $1 == ".globl" && $2 ~ /^[a-z]/ { names[++size] = $2 }

  /^[a-z][a-z0-9_]*:/ {
    name = $1
    sub(/:.*/, "", name)
    split("", number)
    labels = 0
    next
  }
  name != "" && $1 == ".size" { name = "" }
  name != "" {
    line = comparable($0)
    if (line != "" && line != " ") code[name] = code[name] line "\n"
  }

  END {
    if (code["bare"] == "") fail("there is no code of bare")
    if (size < 2) fail("there are no cases")
    for (i = 1; i <= size; ++i) {
      name = names[i]
      if (name == "bare") continue
      is_same = code[name] == code["bare"]
      if (code[name] == "") {
        fail(name ": there is no code of it")
      } else if (verdict == "same" && !is_same) {
        fail(name ": the sink leaves something in the code:\n" code[name])
      } else if (verdict == "different" && is_same) {
        fail(name ": does nothing, whatever the sink")
      }
    }
    if (failed) {
      print "\nbare:\n" code["bare"]
      exit 1
    }
    print size - 1 " cases checked"
  }
'
