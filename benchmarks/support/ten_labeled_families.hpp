#pragma once

#include <isometric/description/buckets.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <string>
#include <string_view>

// The general case of ten_families.hpp: each family has an open label, and two are histograms.
namespace benchmarks {

template <class Sink>
struct TenLabeledInstruments {
  using Peer = isometric::Label<"peer">;
  using Counter = isometric::Counter<Sink, Peer>;
  using Gauge = isometric::Gauge<Sink, Peer>;
  using Histogram = isometric::Histogram<Sink, Peer>;

  Sink sink;
  Counter requests{sink, "server_requests_total", "Requests answered."};
  Counter failures{sink, "server_failures_total", "Requests that failed."};
  Counter received{sink, "server_received_bytes_total", "Bytes received."};
  Counter sent{sink, "server_sent_bytes_total", "Bytes sent."};
  Counter hits{sink, "server_cache_hits_total", "Look-ups that the cache answered."};
  Gauge connections{sink, "server_open_connections", "Connections now open."};
  Gauge queued{sink, "server_queued_jobs", "Jobs that wait for a worker."};
  Gauge workers{sink, "server_busy_workers", "Workers that have a job."};
  Histogram duration{sink, "server_request_duration_seconds", "Time to the answer.",
                     isometric::default_buckets};
  Histogram waiting{sink, "server_queue_wait_seconds", "Time in the queue.",
                    isometric::default_buckets};
};

template <class Sink>
void use_labeled_isometric() {
  const TenLabeledInstruments<Sink> metrics;
  constexpr std::string_view peer = "10.0.0.1";
  metrics.requests.labels(peer).inc();
  metrics.failures.labels(peer).inc();
  metrics.received.labels(peer).inc();
  metrics.sent.labels(peer).inc();
  metrics.hits.labels(peer).inc();
  metrics.connections.labels(peer).set(1);
  metrics.queued.labels(peer).set(1);
  metrics.workers.labels(peer).set(1);
  metrics.duration.labels(peer).observe(0.3);
  metrics.waiting.labels(peer).observe(0.3);
}

inline void use_labeled_prometheus() {
  prometheus::Registry registry;
  const prometheus::Labels peer{{"peer", "10.0.0.1"}};
  const auto counter = [&](const char* name, const char* help) -> prometheus::Counter& {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add(peer);
  };
  const auto gauge = [&](const char* name, const char* help) -> prometheus::Gauge& {
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add(peer);
  };
  const auto histogram = [&](const char* name, const char* help) -> prometheus::Histogram& {
    constexpr auto& bounds = isometric::default_buckets;
    return prometheus::BuildHistogram().Name(name).Help(help).Register(registry).Add(
        peer,
        prometheus::Histogram::BucketBoundaries(bounds.data(), bounds.data() + bounds.size()));
  };
  auto& requests = counter("server_requests_total", "Requests answered.");
  auto& failures = counter("server_failures_total", "Requests that failed.");
  auto& received = counter("server_received_bytes_total", "Bytes received.");
  auto& sent = counter("server_sent_bytes_total", "Bytes sent.");
  auto& hits = counter("server_cache_hits_total", "Look-ups that the cache answered.");
  auto& connections = gauge("server_open_connections", "Connections now open.");
  auto& queued = gauge("server_queued_jobs", "Jobs that wait for a worker.");
  auto& workers = gauge("server_busy_workers", "Workers that have a job.");
  auto& duration = histogram("server_request_duration_seconds", "Time to the answer.");
  auto& waiting = histogram("server_queue_wait_seconds", "Time in the queue.");
  requests.Increment();
  failures.Increment();
  received.Increment();
  sent.Increment();
  hits.Increment();
  connections.Set(1);
  queued.Set(1);
  workers.Set(1);
  duration.Observe(0.3);
  waiting.Observe(0.3);
}

}  // namespace benchmarks
