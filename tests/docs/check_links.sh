#!/usr/bin/env bash
# check_links.sh PAGE_OR_FOLDER...: each relative link leads to a file that is there, and to a heading
# that the page has.
set -euo pipefail
status=0

# How a page's headings are named in links.
headings() {
  sed -n 's/^##* //p' "$1" | tr '[:upper:]' '[:lower:]' | sed -E 's/[^a-z0-9 _-]//g; s/ /-/g'
}

while IFS=: read -r page link; do
  link=${link#](} link=${link%)}
  file=${link%%#*} heading=${link#"$file"}
  target=${page%"${page##*/}"}$file  # beside the page
  if [[ -z $file ]]; then target=$page; fi
  if [[ ! -e $target ]]; then
    echo "$page: there is no $link"
    status=1
  elif [[ -n $heading ]] && ! headings "$target" | grep --quiet --line-regexp -- "${heading#\#}"; then
    echo "$page: $file has no heading $heading"
    status=1
  fi
done < <(grep --recursive --with-filename --include='*.md' --only-matching --extended-regexp \
  '\]\([^): ]+\)' "$@")
exit $status
