#!/usr/bin/env bash
# load.sh PROGRAM...: runs each and prints its tables, which an empty line divides. What the figures
# are is in docs/performance.md.
set -euo pipefail
for program in "$@"; do
  "$program" | awk -v RS= '{
    column = "column -t -s \"\t\""
    print | column
    close(column)
    print ""
    fflush()
  }'
done
echo "Machine: $(nproc) x $(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)," \
  "load average $(cut -d ' ' -f 1 /proc/loadavg)"
