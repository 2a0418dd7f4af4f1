#pragma once

#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

// What a test pays for metrics of its own: a registry with ten families of one series each, updated
// once and destroyed.
namespace benchmarks {

// A template also because clang 14 links consteval calls in the initialisers of a plain class.
template <class Sink>
struct TenInstruments {
  using Counter = isometric::Counter<Sink>;
  using Gauge = isometric::Gauge<Sink>;

  Sink sink;
  Counter requests{sink, "server_requests_total", "Requests answered."};
  Counter failures{sink, "server_failures_total", "Requests that failed."};
  Counter received{sink, "server_received_bytes_total", "Bytes received."};
  Counter sent{sink, "server_sent_bytes_total", "Bytes sent."};
  Counter hits{sink, "server_cache_hits_total", "Look-ups that the cache answered."};
  Counter misses{sink, "server_cache_misses_total", "Look-ups that it did not."};
  Counter retries{sink, "server_retries_total", "Attempts after the first."};
  Gauge connections{sink, "server_open_connections", "Connections now open."};
  Gauge queued{sink, "server_queued_jobs", "Jobs that wait for a worker."};
  Gauge workers{sink, "server_busy_workers", "Workers that have a job."};
};

inline void use_isometric() {
  const TenInstruments<isometric::RegistrySink> metrics;
  metrics.requests.inc();
  metrics.failures.inc();
  metrics.received.inc();
  metrics.sent.inc();
  metrics.hits.inc();
  metrics.misses.inc();
  metrics.retries.inc();
  metrics.connections.set(1);
  metrics.queued.set(1);
  metrics.workers.set(1);
}

inline void use_prometheus() {
  prometheus::Registry registry;
  const auto counter = [&](const char* name, const char* help) -> prometheus::Counter& {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add({});
  };
  const auto gauge = [&](const char* name, const char* help) -> prometheus::Gauge& {
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
  };
  auto& requests = counter("server_requests_total", "Requests answered.");
  auto& failures = counter("server_failures_total", "Requests that failed.");
  auto& received = counter("server_received_bytes_total", "Bytes received.");
  auto& sent = counter("server_sent_bytes_total", "Bytes sent.");
  auto& hits = counter("server_cache_hits_total", "Look-ups that the cache answered.");
  auto& misses = counter("server_cache_misses_total", "Look-ups that it did not.");
  auto& retries = counter("server_retries_total", "Attempts after the first.");
  auto& connections = gauge("server_open_connections", "Connections now open.");
  auto& queued = gauge("server_queued_jobs", "Jobs that wait for a worker.");
  auto& workers = gauge("server_busy_workers", "Workers that have a job.");
  requests.Increment();
  failures.Increment();
  received.Increment();
  sent.Increment();
  hits.Increment();
  misses.Increment();
  retries.Increment();
  connections.Set(1);
  queued.Set(1);
  workers.Set(1);
}

}  // namespace benchmarks
