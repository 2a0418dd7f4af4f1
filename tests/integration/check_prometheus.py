"""check_prometheus.py PROVIDER SCRATCH SINK REGISTRY METRICS

Has a real Prometheus scrape the provider while requests run, and compares what PromQL then answers
with what the provider was asked. SINK, REGISTRY and METRICS are what --sink, --registry and
--metrics take.

Ends with 77 where there is no Prometheus. No wait is longer than PATIENCE, and what it has started
and written goes with it.
"""

import collections
import ctypes
import json
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

PATIENCE = 120  # seconds: of what takes one or two, on a machine that is very busy
SERVERS = 3
CLIENTS = 4
COPIES = 3  # of each page, which are scraped at different moments
SCRAPE_INTERVAL = 2  # seconds, and as long a scrape may take

METHODS = ("NodeGroups NodeGroupForNode NodeGroupTargetSize NodeGroupIncreaseSize "
           "NodeGroupDecreaseTargetSize NodeGroupDeleteNodes NodeGroupNodes NodeGroupGetOptions "
           "PricingNodePrice Refresh").split()
CODES = "OK INVALID_ARGUMENT NOT_FOUND FAILED_PRECONDITION UNAVAILABLE INTERNAL".split()
OPERATIONS = {"NodeGroupIncreaseSize": "increase", "NodeGroupDecreaseTargetSize": "decrease",
              "NodeGroupDeleteNodes": "delete"}
GROUPS = {"rack": ["a", "b", "c"], "desk": ["d"]}

# What Prometheus 2 sends.
ACCEPT = ("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;"
          "q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1")


def group(name):
    return f"apiVersion: infra.homecluster.dev/v1alpha1\nkind: Group\nmetadata: {{name: {name}}}\n"


def node(name, of):
    return ("apiVersion: infra.homecluster.dev/v1alpha1\nkind: Node\n"
            f"metadata: {{name: {name}, labels: {{group: {of}}}}}\n"
            f"spec: {{kubernetesNodeName: {name}, powerState: off,"
            " pricing: {hourlyRate: '1', podRate: '0'}}\n")


def manifests(groups):
    return "---\n".join([group(each) for each in groups] +
                        [node(name, each) for each in groups for name in GROUPS[each]])


def expect(what, found, expected):
    if found == expected:
        return
    if isinstance(found, dict):
        keys = {key for key in found.keys() | expected.keys()
                if found.get(key) != expected.get(key)}
        found, expected = ({key: each.get(key) for key in keys} for each in (found, expected))
    raise AssertionError(f"{what}:\n  expected {expected}\n  found    {found}")


def wait_for(what, is_there):
    """What is_there() returns, once that is true."""
    deadline = time.monotonic() + PATIENCE
    while not (found := is_there()):
        if time.monotonic() > deadline:
            raise AssertionError(f"after {PATIENCE} s still waiting for {what}")
        time.sleep(0.05)
    return found


class Program:
    """A program in the background, whose output goes to a file. Dies with this one."""

    def __init__(self, name, scratch, *command):
        self.name = name
        self.log = scratch / f"{name}.log"
        prctl = ctypes.CDLL(None).prctl
        set_death_signal = 1
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                command, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                cwd=scratch, preexec_fn=lambda: prctl(set_death_signal, signal.SIGKILL))

    def output(self):
        return self.log.read_text(encoding="utf-8", errors="replace")

    def wait_for_output(self, pattern):
        def look():
            found = re.search(pattern, self.output())
            if not found and self.process.poll() is not None:
                raise AssertionError(f"{self.name} has ended with {self.process.returncode}")
            return found
        return wait_for(f"{self.name} to say {pattern}", look)

    def stop(self):
        self.process.terminate()
        expect(f"exit code of {self.name}", self.process.wait(PATIENCE), 0)

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


class Calls:
    """What the provider was asked, and how it answered."""

    def __init__(self, url):
        self.url = url
        self.lock = threading.Lock()
        self.requests = collections.Counter()  # by server, method, code
        self.changes = collections.Counter()  # by server, group, operation, result

    def call(self, server, methods, path, body=None):
        """One request, which the provider counts as one of each of these methods."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/servers/{server}/v1/{path}", data)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as response:
                answer, code = json.load(response), "OK"
        except urllib.error.HTTPError as refusal:
            with refusal:
                answer = json.load(refusal)
            code = answer["error"]["code"]
        with self.lock:
            for method in methods:
                self.requests[server, method, code] += 1
            name = path.split("/")[1] if methods[0] in OPERATIONS else ""
            if name in GROUPS:
                result = "accepted" if code == "OK" else "rejected"
                self.changes[server, name, OPERATIONS[methods[0]], result] += 1
        return answer

    def all_kinds(self, server):
        """One after the other, requests of every kind and with every outcome that there is."""
        increase, decrease, delete = OPERATIONS
        price = "nodes/a/price?start=2026-03-01T06:00:00Z&end="
        for arguments in [
                (["NodeGroups"], "node-groups"),
                (["NodeGroupTargetSize", "NodeGroups"], "node-groups/rack"),
                (["NodeGroupTargetSize"], "node-groups/nobody/target-size"),
                (["NodeGroupNodes"], "node-groups/desk/nodes"),
                (["NodeGroupGetOptions"], "node-groups/rack/options"),
                ([increase], "node-groups/rack/increase", {"delta": 2}),
                ([increase], "node-groups/desk/increase", {"delta": 1}),
                ([increase], "node-groups/rack/increase", {"delta": 0}),
                ([increase], "node-groups/nobody/increase", {"delta": 1}),
                ([decrease], "node-groups/rack/decrease", {"delta": -1}),
                ([decrease], "node-groups/desk/decrease", {"delta": -1}),
                ([delete], "node-groups/rack/delete-nodes", {"nodes": ["nobody"]}),
                ([delete], "node-groups/rack/delete-nodes", {"nodes": ["d"]}),
                (["NodeGroupForNode"], "nodes/a/node-group"),
                (["NodeGroupForNode"], "nodes/nobody/node-group"),
                (["PricingNodePrice"], price + "2026-03-01T12:00:00Z"),
                (["PricingNodePrice"], price + "2026-03-01T00:00:00Z"),
                (["Refresh"], "refresh", {})]:
            yield self.call(server, *arguments)


class Prometheus(Program):
    def __init__(self, scratch, pages):
        jobs = [{"job_name": f"copy {copy} of {page.path}", "metrics_path": page.path,
                 "static_configs": [{"targets": [page.netloc]}]}
                for copy in range(COPIES) for page in pages]
        interval = f"{SCRAPE_INTERVAL}s"
        config = {"global": {"scrape_interval": interval, "scrape_timeout": interval},
                  "scrape_configs": jobs}
        (scratch / "prometheus.json").write_text(json.dumps(config))  # JSON is YAML
        super().__init__("prometheus", scratch, "prometheus", "--config.file=prometheus.json",
                         "--storage.tsdb.path=data", "--web.listen-address=127.0.0.1:0",
                         "--no-scrape.adjust-timestamps", "--log.level=debug")
        self.targets = len(jobs)
        self.url = "http://" + self.wait_for_output(r'"Listening on" address=(\S+)')[1]
        self.wait_for_output("Server is ready to receive web requests")

    def get(self, path):
        with urllib.request.urlopen(self.url + path, timeout=PATIENCE) as response:
            return response.read().decode()

    def query(self, promql):
        """An instant vector: labels, sorted and without the name, and the value of each series."""
        answer = json.loads(self.get("/api/v1/query?" + urllib.parse.urlencode({"query": promql})))
        expect(promql, answer.get("warnings"), None)
        return {tuple(sorted(each["metric"].items())): float(each["value"][1])
                for each in answer["data"]["result"]}

    def counts(self, promql, *labels):
        """The same by the values of some labels, without those that are 0."""
        return {tuple(dict(series).get(label) for label in labels): value
                for series, value in self.query(f"sum by ({', '.join(labels)}) ({promql})").items()
                if value != 0}

    def value(self, promql):
        """Of an expression that gives one number."""
        series = self.query(promql)
        expect(f"number of series of {promql}", len(series), 1)
        return next(iter(series.values()))

    def scrapes(self):
        """How often each target has been scraped, at least."""
        counts = self.query("count_over_time(up[1h])")
        return min(counts.values()) if len(counts) == self.targets else 0

    def wait_for_scrape(self):
        """Until every target has been scraped once more."""
        now = time.time()
        wait_for("a scrape of every target",
                 lambda: len(self.query(f"timestamp(up) > {now}")) == self.targets)


def samples(page):
    """The samples of a page: labels, name included, and the value of each."""
    found = {}
    for line in page.splitlines():
        if line and not line.startswith("#"):
            name, labels, value = re.fullmatch(r"([\w:]+)(?:\{(.*)\})? (\S+)", line).groups()
            pairs = re.findall(r'(\w+)="([^"\\]*)"', labels or "")
            expect(line, ",".join(f'{key}="{text}"' for key, text in pairs), labels or "")
            found[tuple(sorted([("__name__", name), *pairs]))] = float(value)
    return found


def get_samples(url):
    request = urllib.request.Request(url, headers={"Accept": ACCEPT})
    with urllib.request.urlopen(request, timeout=PATIENCE) as response:
        return samples(response.read().decode())


def run_requests(calls, prometheus):
    """Clients send requests of all kinds until Prometheus has scraped each page while they did."""
    failures = []
    is_over = threading.Event()

    def client(number):
        try:
            while not is_over.is_set():
                for _ in calls.all_kinds(number % SERVERS):
                    is_over.wait(0.005)  # so that the machine can do something else, too
        except Exception as failure:
            failures.append(failure)

    clients = [threading.Thread(target=client, args=[number]) for number in range(CLIENTS)]
    for each in clients:
        each.start()
    try:
        before = prometheus.scrapes()
        wait_for("scrapes while requests run",
                 lambda: failures or prometheus.scrapes() >= before + 2)
    finally:
        is_over.set()
        for each in clients:
            each.join()
    expect("failures of clients", failures, [])


def check_counts(prometheus, calls, pages, registry):
    """Each page tells of the requests of its servers, whichever way the answer is added up."""
    for page in pages:
        alone = re.fullmatch(r"/metrics/(\d+)", page.path)
        servers = [int(alone[1])] if alone else range(SERVERS)
        are_apart = registry == "own" and not alone
        parts = SERVERS if are_apart else 1

        def expected(counter):
            """What the page should say, without the server where its label does not."""
            counts = collections.Counter()
            for (server, *labels), count in counter.items():
                if server in servers:
                    counts[str(server) if are_apart else None, *labels] += count
            return counts

        requests = expected(calls.requests)
        durations = collections.Counter()
        for (server, method, _), count in requests.items():
            durations[server, method] += count
        for copy in range(COPIES):
            of = f'job="copy {copy} of {page.path}"'
            total = f"homecluster_requests_total{{{of}}}"
            expect(total, prometheus.counts(total, "server", "method", "code"), requests)
            changes = f"homecluster_group_scale_operations_total{{{of}}}"
            expect(changes, prometheus.counts(changes, "server", "group", "operation", "result"),
                   expected(calls.changes))
            duration = "homecluster_request_duration_seconds"
            count = f"{duration}_count{{{of}}}"
            for each in [count, f'{duration}_bucket{{le="+Inf", {of}}}']:
                expect(each, prometheus.counts(each, "server", "method"), durations)
            sums = prometheus.counts(f"{duration}_sum{{{of}}}", "server", "method")
            expect("methods that took time", sums.keys(), durations.keys())
            median = prometheus.value(
                f"histogram_quantile(0.5, sum by (le) ({duration}_bucket{{{of}}}))")
            expect(f"whether {median} is the median of durations", 0 < median < 10, True)

            # What has not happened is there as well, at 0.
            for series, number in [(total, len(METHODS) * len(CODES)), (count, len(METHODS)),
                                   (changes, len(GROUPS) * len(OPERATIONS) * 2)]:
                expect(f"number of {series}", len(prometheus.query(series)), parts * number)
            expect("requests in flight",
                   prometheus.counts(f"homecluster_requests_in_flight{{{of}}}", "method"), {})
            expect("target sizes",
                   prometheus.query(f"max by (group) (homecluster_group_target_nodes{{{of}}})"),
                   {(("group", name),): 0 for name in GROUPS})
            expect("numbers of nodes",
                   prometheus.query(f"sum by (group) (homecluster_group_nodes{{{of}}})"),
                   {(("group", name),): parts * len(nodes) for name, nodes in GROUPS.items()})


def check_pages(prometheus, pages):
    """Prometheus has every sample of every page, as the page has it."""
    for page in pages:
        shown = get_samples(page.geturl())
        # The process and prometheus::Exposer tell of themselves, and that changes all the time.
        ours = {series: value for series, value in shown.items()
                if dict(series)["__name__"].startswith(("homecluster_", "isometric_"))}
        expect("whether the page has our metrics", len(ours) > 100, True)
        for copy in range(COPIES):
            of = f'job="copy {copy} of {page.path}"'
            stored = {tuple(label for label in series if label[0] not in ("job", "instance")): value
                      for series, value in
                      prometheus.query(f'{{__name__=~"(homecluster|isometric)_.+", {of}}}').items()}
            expect(f"what Prometheus has of {page.path}", stored, ours)
            for count in ["scrape_samples_scraped", "scrape_samples_post_metric_relabeling"]:
                expect(f"{count} of {page.path}", prometheus.value(f"{count}{{{of}}}"), len(shown))


def check_history(prometheus):
    """At no scrape was anything amiss: not one failed, no counter fell, no histogram disagreed."""
    expect("targets that were always up", len(prometheus.query("min_over_time(up[1h]) == 1")),
           prometheus.targets)
    targets = json.loads(prometheus.get("/api/v1/targets?state=active"))["data"]["activeTargets"]
    expect("health of targets", {(each["health"], each["lastError"]) for each in targets},
           {("up", "")})
    duration = "homecluster_request_duration_seconds"
    for name in ["homecluster_requests_total", "homecluster_group_scale_operations_total",
                 "homecluster_manifest_reloads_total", f"{duration}_count", f"{duration}_sum",
                 f"{duration}_bucket"]:
        expect(f"{name} that fell", prometheus.query(f"resets({name}[1h]) > 0"), {})
    expect("histograms whose count is not that of their buckets",
           prometheus.query(f'max_over_time((abs({duration}_bucket{{le="+Inf"}} - ignoring(le) '
                            f"{duration}_count) > 0)[1h:500ms])"), {})
    own = samples(prometheus.get("/metrics"))
    for problem in ["sample_out_of_order", "sample_duplicate_timestamp", "sample_out_of_bounds",
                    "exceeded_sample_limit", "exceeded_body_size_limit"]:
        name = f"prometheus_target_scrapes_{problem}_total"
        expect(name, own[(("__name__", name),)], 0)


def check_log(prometheus):
    complaints = [line for line in prometheus.output().splitlines()
                  if re.search("level=(warn|error)|scrape failed|append failed", line, re.I)]
    expect("what Prometheus complains of", complaints, [])


def check(provider_program, scratch, sink, registry, metrics, programs):
    manifest = scratch / "manifest.yaml"
    manifest.write_text(manifests(GROUPS))
    # Nodes stay on their way, so that all servers come to the same end.
    provider = Program("provider", scratch, provider_program, "--port=0", "--metrics-port=0",
                       f"--servers={SERVERS}", f"--sink={sink}", f"--registry={registry}",
                       f"--metrics={metrics}", "--transition-delay=1h", str(manifest))
    programs.append(provider)
    calls = Calls(provider.wait_for_output(r"provider listening on (http://\S+)")[1])
    pages = [urllib.parse.urlsplit(url)
             for url in re.findall(r"metrics listening on (http://\S+)", provider.output())]
    expect("number of pages", len(pages), 1 + SERVERS if registry == "own" else 1)
    prometheus = Prometheus(scratch, pages)
    programs.append(prometheus)

    run_requests(calls, prometheus)
    for server in range(SERVERS):
        for name, nodes in GROUPS.items():
            calls.call(server, ["NodeGroupDeleteNodes"], f"node-groups/{name}/delete-nodes",
                       {"nodes": nodes})
    prometheus.wait_for_scrape()
    check_counts(prometheus, calls, pages, registry)
    check_pages(prometheus, pages)

    # A group leaves, and Prometheus sees it go.
    series_of_desk = 'count({__name__=~"homecluster_.+", group="desk"})'
    expect("whether the group is there", prometheus.value(series_of_desk) > 0, True)
    manifest.write_text(manifests(["rack"]))
    provider.process.send_signal(signal.SIGHUP)
    provider.wait_for_output("SIGHUP: 1 groups")
    prometheus.wait_for_scrape()
    expect("series of the group that left", prometheus.query(series_of_desk), {})
    check_pages(prometheus, pages)

    check_history(prometheus)
    check_log(prometheus)  # before it ends, which may cut a scrape off
    prometheus.stop()
    provider.stop()


def main():
    provider, scratch, sink, registry, metrics = sys.argv[1:]
    if shutil.which("prometheus") is None:
        print("SKIPPED: prometheus is not installed")
        return 77
    scratch = pathlib.Path(scratch)
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    programs = []
    has_passed = False
    try:
        check(provider, scratch, sink, registry, metrics, programs)
        has_passed = True
    finally:
        for program in programs:
            program.kill()
            if not has_passed:
                print(f"--- {program.name}:\n{program.output()}", flush=True)
        shutil.rmtree(scratch)
    return 0


if __name__ == "__main__":
    sys.exit(main())
