#!/bin/sh
# Shows that check_case.sh tells cases that prove something from those that do not:
#
#   check_case_test.sh <check_case.sh> <compiler id> <compiler>
set -u

check=$1 compiler_id=$2 compiler=$3
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
failures=0

# verdict_of <verdict> <expected exit: good|bad> <what is shown>; the case is read from stdin.
verdict_of() {
  cat >"$folder/case.cpp"
  if sh "$check" "$1" "$compiler_id" "$folder/case.cpp" \
    "$compiler" -std=c++20 -fsyntax-only >"$folder/output" 2>&1; then
    found=good
  else
    found=bad
  fi
  if [ "$found" != "$2" ]; then
    echo "$3: expected '$2', found '$found'"
    sed 's/^/  /' "$folder/output"
    failures=$((failures + 1))
  fi
}

verdict_of rejects good "a case whose offending line gives the message" <<'END'
// expect: one must be two
#ifdef ISOMETRIC_SHOULD_FAIL
static_assert(1 == 2, "one must be two");
#endif
END
verdict_of rejects bad "a case that compiles after all" <<'END'
// expect: one must be two
#ifdef ISOMETRIC_SHOULD_FAIL
static_assert(1 == 1, "one must be two");
#endif
END
verdict_of rejects bad "a case with another message" <<'END'
// expect: one must be three
#ifdef ISOMETRIC_SHOULD_FAIL
static_assert(1 == 2, "one must be two");
#endif
END
verdict_of rejects good "a case that leaves out what the message says between" <<'END'
// expect: one ... be two
#ifdef ISOMETRIC_SHOULD_FAIL
static_assert(1 == 2, "one must be two");
#endif
END
verdict_of rejects bad "a case whose message has the words the other way round" <<'END'
// expect: be two ... one
#ifdef ISOMETRIC_SHOULD_FAIL
static_assert(1 == 2, "one must be two");
#endif
END
verdict_of rejects bad "a case whose message holds one of two parts" <<'END'
// expect: one must ... be three
#ifdef ISOMETRIC_SHOULD_FAIL
static_assert(1 == 2, "one must be two");
#endif
END
verdict_of rejects bad "a case whose message comes second" <<'END'
// expect: one must be two
// errors-gcc: many
#ifdef ISOMETRIC_SHOULD_FAIL
static_assert(1 == 3, "one must be three");
static_assert(1 == 2, "one must be two");
#endif
END
[ "$compiler_id" != GNU ] || verdict_of rejects bad "a case with two errors" <<'END'
// expect: one must be two
#ifdef ISOMETRIC_SHOULD_FAIL
static_assert(1 == 2, "one must be two");
static_assert(1 == 3, "one must be three");
#endif
END
verdict_of rejects bad "a case whose message is part of a longer word" <<'END'
// expect: one must be two
#ifdef ISOMETRIC_SHOULD_FAIL
static_assert(1 == 2, "none must be two");
#endif
END
verdict_of rejects bad "a case without an expectation" <<'END'
#ifdef ISOMETRIC_SHOULD_FAIL
static_assert(1 == 2, "one must be two");
#endif
END
verdict_of rejects bad "a case whose error is elsewhere" <<'END'
// expect: one must be two
static_assert(1 == 2, "one must be two");
#ifdef ISOMETRIC_SHOULD_FAIL
int offending;
#endif
END
verdict_of rejects bad "a case whose include is missing" <<'END'
// expect: one must be two
#include <isometric/no_such_header.hpp>
#ifdef ISOMETRIC_SHOULD_FAIL
static_assert(1 == 2, "one must be two");
#endif
END
verdict_of accepts bad "a control whose include is missing" <<'END'
// expect: one must be two
#include <isometric/no_such_header.hpp>
#ifdef ISOMETRIC_SHOULD_FAIL
static_assert(1 == 2, "one must be two");
#endif
END
verdict_of accepts good "a control that compiles" <<'END'
// expect: one must be two
#ifdef ISOMETRIC_SHOULD_FAIL
static_assert(1 == 2, "one must be two");
#endif
END

[ "$failures" -eq 0 ]
