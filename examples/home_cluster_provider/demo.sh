#!/bin/sh
# Starts the provider on its own manifests, sends it real requests, prints what it answers and what
# Prometheus would scrape, and has promtool check that page. Fails if anything is not as expected.
#
#   demo.sh BINARY [--serve]     --serve leaves the provider up until Ctrl-C
set -eu

usage() {
  echo "Usage: $0 BINARY [--serve]" >&2
  exit 2
}

serve=no
case $# in
  1) ;;
  2) [ "$2" = --serve ] || usage; serve=yes ;;
  *) usage ;;
esac
binary=$1
manifests=$(dirname "$0")/manifests

scratch=$(mktemp -d)
provider=
clean_up() {
  [ -z "$provider" ] || kill -KILL "$provider" 2>/dev/null || true
  rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP

fail() {
  echo "demo: $*" >&2
  sed 's/^/demo: provider: /' "$scratch/err" >&2
  exit 1
}

# The address that the provider announces for "provider" or "metrics", once it does.
announced() { sed -n "s/^$1 listening on //p" "$scratch/out"; }

heading() { printf '\n# %s\n' "$*"; }

# request STATUS CURL_ARGUMENT...: prints the command, and the answer with a line for each of its
# objects. Fails unless the answer has that HTTP status.
request() {
  expected=$1
  shift
  printf '\n$ curl'
  for argument in "$@"; do
    case $argument in
      *[!A-Za-z0-9/:._-]*) printf " '%s'" "$argument" ;;
      *) printf ' %s' "$argument" ;;
    esac
  done
  echo
  status=$(curl --silent --show-error --max-time 10 --output "$scratch/answer" \
    --write-out '%{http_code}' "$@") || fail "curl failed"
  sed 's/},{/},\n {/g' "$scratch/answer"
  [ "$status" -lt 400 ] || echo "(HTTP status $status)"
  [ "$status" = "$expected" ] || fail "expected HTTP status $expected, found $status"
}

# Waits for the provider to end, however it was asked to.
await_end() {
  status=0
  wait "$provider" || status=$?
  # Above 128, a signal has interrupted this shell's wait.
  [ "$status" -le 128 ] || {
    kill -TERM "$provider" 2>/dev/null || true
    status=0
    wait "$provider" || status=$?
  }
  provider=
  [ "$status" -eq 0 ] || fail "expected the provider to end with exit code 0, found $status"
}

# start FLAG...: returns when the provider serves.
start() {
  : >"$scratch/out"  # what the one before announced, before anybody looks
  "$binary" --port 0 --metrics-port 0 --transition-delay 2s "$@" "$manifests" \
    >"$scratch/out" 2>"$scratch/err" &
  provider=$!
  tries=0
  until [ -n "$(announced provider)" ]; do
    kill -0 "$provider" 2>/dev/null || fail "the provider did not start"
    tries=$((tries + 1))
    [ "$tries" -le 100 ] || fail "the provider was not ready after 10 seconds"
    sleep 0.1
  done
}

# The series on a page, without their values.
series_on() { sed -n '/^#/!s/ [^ ]*$//p' "$1"; }

start
cat "$scratch/err" "$scratch/out"
v1=$(announced provider)/v1
metrics=$(announced metrics)

heading "What there is"
request 200 "$v1/node-groups"
request 200 "$v1/node-groups/rack-1/nodes"

heading "Two more nodes, please; then a third one, which nobody has"
request 200 --data '{"delta": 2}' "$v1/node-groups/rack-1/increase"
request 409 --data '{"delta": 1}' "$v1/node-groups/rack-1/increase"

heading "One of the two is not needed after all"
request 200 --data '{"delta": -1}' "$v1/node-groups/rack-1/decrease"

heading "Mistakes are refused, and change nothing"
request 404 --data '{"delta": 1}' "$v1/node-groups/rack-9/increase"
request 400 --data '{"delta": "two"}' "$v1/node-groups/gpu-desk/increase"
request 400 --data '{"nodes": ["rack-1-a"]}' "$v1/node-groups/gpu-desk/delete-nodes"

heading "A node goes"
request 200 --data '{"nodes": ["rack-1-a"]}' "$v1/node-groups/rack-1/delete-nodes"

heading "All the while, nodes power up and down"
tries=0
while curl --silent --max-time 10 "$v1/node-groups/rack-1/nodes" |
  grep -qE 'starting_up|shutting_down'; do
  tries=$((tries + 1))
  [ "$tries" -le 100 ] || fail "the nodes were still on their way after 20 seconds"
  sleep 0.2
done
request 200 --request POST "$v1/refresh"
request 200 "$v1/node-groups/rack-1"
request 200 "$v1/nodes/nuc-b/price?start=2026-03-01T06:00:00Z&end=2026-03-01T12:00:00Z"

heading "What Prometheus scrapes"
printf '\n$ curl %s\n' "$metrics"
curl --silent --show-error --fail --max-time 10 --output "$scratch/page" "$metrics" ||
  fail "the scrape failed"
cat "$scratch/page"

heading "What promtool says"
printf '\n$ curl %s | promtool check metrics\n' "$metrics"
if ! command -v promtool >/dev/null; then
  echo "(promtool is not installed, so the page was not checked)"
else
  promtool check metrics <"$scratch/page" || fail "promtool found something"
  series=$(grep -c -v '^#' "$scratch/page")
  echo "OK: $series samples, and nothing to complain about."
fi

heading "The same as OpenMetrics, for those who prefer it"
openmetrics='application/openmetrics-text; version=1.0.0'
printf "\n$ curl --header 'Accept: %s' %s | grep reloads\n" "$openmetrics" "$metrics"
curl --silent --show-error --fail --max-time 10 --header "Accept: $openmetrics" \
  --output "$scratch/openmetrics" "$metrics" || fail "the scrape failed"
grep reloads "$scratch/openmetrics"
[ "$(tail -n 1 "$scratch/openmetrics")" = "# EOF" ] || fail "the page does not end in # EOF"

if [ "$serve" = yes ]; then
  heading "Serving $(announced provider) and $metrics until Ctrl-C"
  trap 'echo' INT TERM HUP
else
  kill -TERM "$provider"
  await_end

  heading "The same series, when each thread counts for itself"
  printf '\n$ home_cluster_provider --sink=sharded\n'
  start --sink=sharded
  metrics=$(announced metrics)
  curl --silent --show-error --fail --max-time 10 --output "$scratch/sharded" "$metrics" ||
    fail "the scrape failed"
  series_on "$scratch/page" >"$scratch/series"
  series_on "$scratch/sharded" | cmp -s "$scratch/series" - || fail "the series are others"
  echo "OK: the same $(wc -l <"$scratch/series") samples."
  kill -TERM "$provider"
fi
await_end
heading "The provider has ended cleanly, with exit code 0"
