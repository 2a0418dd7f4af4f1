#!/bin/sh
# check_report.sh <program> <tests> <exit code> <line>...
#
# The program has to end with this code (42: with any but 0), and what it says on its standard error
# has to be these lines, each a regular expression of grep, and no others.
program=$1 tests=$2 expected=$3
shift 3

said=$("$program" "$tests" 2>&1 >/dev/null)
code=$?
fail() {
  printf '%s\n' "$1" "--- it said:" "$said"
  exit 1
}

if [ "$expected" = 42 ]; then
  [ $code -ne 0 ] || fail "must not succeed"
else
  [ $code -eq "$expected" ] || fail "ended with $code instead of $expected"
fi

number=0
for line in "$@"; do
  number=$((number + 1))
  printf '%s\n' "$said" | sed -n "${number}p" | grep -qx -- "$line" ||
    fail "line $number must be '$line'"
done
[ "$(printf '%s' "$said" | grep -c '')" -eq $number ] || fail "must say no more than $number lines"
