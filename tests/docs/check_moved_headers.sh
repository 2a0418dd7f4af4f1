#!/usr/bin/env bash
# check_moved_headers.sh PAGE INCLUDE: the page's script turns each include of its tables into the one
# beside it, which is there, and leaves those alone that did not move.
set -euo pipefail
page=$(realpath "$1") include=$(realpath "$2")
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"

sed -n 's/^| `\(<.*>\)` | `\(<.*>\)` |$/\1 \2/p' "$page" >moved
if [[ ! -s moved ]]; then echo "$page lists no header that moved"; exit 1; fi
while read -r _ new; do
  if [[ ! -e "$include/${new//[<>]/}" ]]; then echo "there is no $new"; exit 1; fi
done <moved

includes() { sed 's/^/#include /'; echo '#include <isometric/sinks/registry_sink.hpp>'; }
cut -d ' ' -f 1 moved | includes >program.cpp
cut -d ' ' -f 2 moved | includes >expected
sed -n '/^```sh$/,/^```$/{/^```/!p}' "$page" >script
git init --quiet .
git add program.cpp
bash script
diff expected program.cpp
