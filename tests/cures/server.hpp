#pragma once

#include "support/labels.hpp"

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/reading/series_selector.hpp>

#include <string>
#include <string_view>

/// A server as the seed has it: its constructor registers its metrics, whatever the cure.
template <class Sink>
class Server {
 public:
  struct Metrics {
    explicit Metrics(const Sink& sink)
        : scale_operations(sink, "server_scale_operations_total", "Scale operations accepted."),
          target_size(sink, "server_target_nodes", "Nodes that the group should have."),
          duration(sink, "server_scale_duration_seconds", "Time to scale.",
                   isometric::buckets(1, 10)) {}

    isometric::Counter<Sink, test_support::Group, test_support::Way> scale_operations;
    isometric::Gauge<Sink, test_support::Group> target_size;
    isometric::Histogram<Sink> duration;
  };

  explicit Server(const Sink& sink = Sink{}) : sink_(sink), metrics_(sink) {}

  void scale_up(std::string_view group, int nodes = 1) const {
    metrics_.scale_operations.labels(group, test_support::Direction::up).inc();
    metrics_.target_size.labels(group).inc(nodes);
    metrics_.duration.observe(2);
  }

  const Sink& sink() const { return sink_; }
  isometric::Snapshot snapshot() const { return isometric::snapshot(sink_); }

  isometric::SeriesSelector operations(std::string_view group) const {
    return metrics_.scale_operations.series(group, test_support::Direction::up);
  }
  isometric::SeriesSelector target(std::string_view group) const {
    return metrics_.target_size.series(group);
  }
  isometric::SeriesSelector duration() const { return metrics_.duration.series(); }

 private:
  Sink sink_;
  Metrics metrics_;
};

inline constexpr std::size_t server_count = 200;
