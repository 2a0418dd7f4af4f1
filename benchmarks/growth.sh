#!/usr/bin/env bash
# growth.sh PROGRAM PICTURE: measures how costs grow, prints the table, and writes the picture. With
# BENCH_JSON all that was measured goes to that file as well.
set -euo pipefail
echo "bench: measuring growth, for some minutes"
{
  printf 'what\toperation\tgoal\tfigure\tok?\tdetails\n'
  "$1" --svg "$2" ${BENCH_JSON:+--json "$BENCH_JSON"}
} | column -t -s $'\t'
echo
echo "Machine: $(nproc) x $(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)," \
  "load average $(cut -d ' ' -f 1 /proc/loadavg)"
