#!/bin/sh
# check_output.sh <program> <file>
#
# What the program prints of its failures has to be what the file says; without paths, numbers of
# lines, seeds and versions. With ISOMETRIC_UPDATE_GOLDEN=1 the file is written anew.
program=$1 file=$2

said=$("$program" --order decl 2>&1 | sed -e '/^Randomness seeded to/d' -e '/ host application\.$/d' \
  -e 's,^.*/cases\.cpp,cases.cpp,' -e 's,cases\.cpp:[0-9][0-9]*,cases.cpp:LINE,g')

if [ "$ISOMETRIC_UPDATE_GOLDEN" = 1 ]; then
  printf '%s\n' "$said" >"$file"
elif [ -e "$file" ]; then
  printf '%s\n' "$said" | diff -u "$file" - && exit
  echo "ISOMETRIC_UPDATE_GOLDEN=1 writes it anew"
  exit 1
else
  printf '%s\n' "there is no $file; ISOMETRIC_UPDATE_GOLDEN=1 writes it" "$said"
  exit 1
fi
