#!/bin/sh
# Judges one case of tests/compile_fail (see its CMakeLists.txt):
#
#   check_case.sh accepts|rejects <compiler id> <case.cpp> <compiler> <flags...>
#
# accepts  The case must compile as it stands.
# rejects  With ISOMETRIC_SHOULD_FAIL defined it must not; the first error line must hold the words
#          of the case's `// expect:` line (or `// expect-gcc:`, `// expect-clang:`, where the two
#          differ; what stands between the words may be left out as ` ... `); the messages must lead to a line of the offending block; and g++ must give one
#          error only, unless the case says `// errors-gcc: many`. (clang adds to the rule that
#          a call is no constant expression.)
#
# Words are compared without punctuation, because g++ states a rule as the name of a function,
# which has '_' where the text has spaces.
set -u

verdict=$1 compiler_id=$2 case=$3
shift 3
case $compiler_id in
  GNU) compiler=gcc ;;
  *) compiler=clang ;;
esac

fail() {
  echo "$case: $1"
  [ -z "${messages-}" ] || printf '%s\n' "--- the compiler said:" "$messages"
  exit 1
}
words() { printf '%s\n' "$1" | sed 's/[^A-Za-z0-9]\{1,\}/ /g; s/^ //; s/ $//'; }
directive() { sed -n "s|^// $1: *||p" "$case" | head -n 1; }

LC_ALL=C
export LC_ALL

if [ "$verdict" = accepts ]; then
  messages=$("$@" "$case" 2>&1) || fail "must compile when ISOMETRIC_SHOULD_FAIL is not defined"
  exit 0
fi

expected=$(directive "expect-$compiler")
[ -n "$expected" ] || expected=$(directive expect)
[ -n "$(words "$expected")" ] || fail "has no line '// expect: <words>'"
block=$(awk '/^#ifdef ISOMETRIC_SHOULD_FAIL/ { inside = 1; next }
             /^#(else|endif)/ { inside = 0 }
             inside { print NR }' "$case")
[ -n "$block" ] || fail "has no code under '#ifdef ISOMETRIC_SHOULD_FAIL'"

messages=$("$@" -DISOMETRIC_SHOULD_FAIL "$case" 2>&1) && fail "must not compile, but does"

errors=$(printf '%s\n' "$messages" | grep 'error: ')
first=$(printf '%s\n' "$errors" | head -n 1)
said=" $(words "$first") "
rest=$expected
while [ -n "$rest" ]; do
  part=${rest%% ... *}
  case $said in
    *" $(words "$part") "*) said=" ${said#*" $(words "$part") "}" ;;
    *) fail "the first error must say '$expected'" ;;
  esac
  case $rest in *" ... "*) rest=${rest#* ... } ;; *) rest= ;; esac
done

leads_there=no
for line in $block; do
  case $messages in *"$(basename "$case"):$line:"*) leads_there=yes ;; esac
done
[ "$leads_there" = yes ] || fail "the messages must lead to the offending lines"

if [ $compiler = gcc ] && [ "$(directive errors-gcc)" != many ]; then
  [ "$(printf '%s\n' "$errors" | wc -l)" -eq 1 ] || fail "there must be one error"
fi
