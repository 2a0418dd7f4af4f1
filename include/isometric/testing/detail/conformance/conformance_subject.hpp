#pragma once

#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/testing/detail/conformance/conformance_family.hpp>
#include <isometric/testing/detail/conformance/conformance_report.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A sink that is checked, seen by what all types of metric have in common.
namespace isometric::inline v1::testing::internal {

// One class for each type of metric: how it is declared, and an update that adds 1 to a counter's
// or gauge's value, or to the number of observations.
struct CounterConformance {
  static constexpr MetricType type = MetricType::counter;
  template <class Sink>
  static auto declare(const Sink& sink, const FamilyDescriptor& family) {
    return sink.counter(family);
  }
  template <class Series>
  static void touch(const Series& series) {
    series.inc();
  }
};

struct GaugeConformance {
  static constexpr MetricType type = MetricType::gauge;
  template <class Sink>
  static auto declare(const Sink& sink, const FamilyDescriptor& family) {
    return sink.gauge(family);
  }
  template <class Series>
  static void touch(const Series& series) {
    series.inc(1);
  }
};

struct HistogramConformance {
  static constexpr MetricType type = MetricType::histogram;
  template <class Sink>
  static auto declare(const Sink& sink, const FamilyDescriptor& family) {
    return sink.histogram(family);
  }
  template <class Series>
  static void touch(const Series& series) {
    series.observe(1);
  }
};

struct SummaryConformance {
  static constexpr MetricType type = MetricType::summary;
  template <class Sink>
  static auto declare(const Sink& sink, const FamilyDescriptor& family) {
    return sink.summary(family);
  }
  template <class Series>
  static void touch(const Series& series) {
    series.observe(1);
  }
};

/// As a check's sentence begins.
constexpr std::string_view plural(MetricType type) noexcept {
  switch (type) {
    case MetricType::counter: return "counters";
    case MetricType::gauge: return "gauges";
    case MetricType::histogram: return "histograms";
    case MetricType::summary: return "summaries";
    case MetricType::info:
    case MetricType::unknown: break;
  }
  return "families";
}

/// What all checks of one sink share.
template <class CheckedSink>
struct ConformanceSubject {
  using Sink = CheckedSink;

  std::function<Sink()> make;
  ConformanceReport report;
  LentText lent;
  bool is_fresh;  ///< each sink that is made, so that nobody else changes it
  bool is_read_back;
  bool has_optional_halves;

  template <class Type, class Of>
  auto declare(const Of& sink, const ConformanceFamily& family) {
    return lent.declare(family, [&](const FamilyDescriptor& lent_family) {
      return Type::declare(sink, lent_family);
    });
  }

  template <class Family>
  auto series(const Family& family, const OpenValues& values, std::size_t closed_index) {
    return lent.look_up(values, [&](OpenLabelValues lent_values) {
      return family.block(lent_values).series(closed_index);
    });
  }

  [[nodiscard]] bool can_read() const noexcept { return MetricsSource<Sink> && is_read_back; }

  /// What the sink shows, if it can be read: everything if it is the check's own, else the family.
  [[nodiscard]] std::optional<Snapshot> read(const Sink& sink,
                                             [[maybe_unused]] std::string_view family) const {
    if constexpr (MetricsSource<Sink>) {
      if (is_read_back) return is_fresh ? sink.snapshot() : snapshot(sink, family);
    }
    return std::nullopt;
  }
  template <class Family>
  [[nodiscard]] std::optional<Snapshot> read(const Sink& sink, const Family& family,
                                             const ConformanceFamily& declared) const {
    return read(sink, shown_name(family, declared));
  }

  /// What snapshots call the family; by what was declared where the sink does not say.
  template <class Family>
  [[nodiscard]] static std::string_view shown_name(const Family& family,
                                                   const ConformanceFamily& declared) {
    if constexpr (requires { family.descriptor(); }) {
      return family.descriptor().name;
    } else {
      return declared.name();
    }
  }

  /// Selects as an instrument's series(...) does; by what was declared where the sink does not say.
  template <class Family>
  [[nodiscard]] static SeriesSelector selector(const Family& family,
                                               const ConformanceFamily& declared,
                                               const OpenValues& values, std::size_t closed_index) {
    const std::vector<std::string_view> views(values.begin(), values.end());
    const auto select = [&](const FamilyDescriptor& descriptor) {
      return SeriesSelector::of(descriptor, views, closed_index, true);
    };
    if constexpr (requires { family.descriptor(); }) {
      return select(family.descriptor());
    } else {
      return declared.describe(select);
    }
  }

  /// Fails the check unless the series has this value, or this number of observations.
  void expect_extent(const Snapshot& seen, const SeriesSelector& selector, double expected) {
    const SeriesSnapshot* series = seen.find_series(selector);
    std::ostringstream text;
    text << "expected " << selector << " to be " << detail::number_text(expected) << ", but it is ";
    if (series == nullptr) {
      report.fail(text.str() + "not there");
    } else if (!detail::is_same_number(detail::extent(&series->value), expected)) {
      report.fail(text.str() + detail::sample_text(series->value));
    }
  }

  void expect_absent(const Snapshot& seen, const SeriesSelector& selector) {
    const SeriesSnapshot* series = seen.find_series(selector);
    if (series == nullptr) return;
    std::ostringstream text;
    text << "expected no series " << selector << ", but it is "
         << detail::sample_text(series->value);
    report.fail(text.str());
  }

  /// Fails the check unless nothing but the library's self-metrics differs.
  void expect_unchanged(const Snapshot& after, const Snapshot& before) {
    const SnapshotDelta delta = after - before;
    for (const auto& change : delta.series()) {
      if (change.series.family().starts_with("isometric_")) continue;
      if (change.before && change.after && !change.is_changed()) continue;
      std::ostringstream text;
      text << "it changed " << change;
      report.fail(text.str());
    }
  }
};

/// Labels of every kind, by what they are called in a failure.
struct ConformanceShape {
  std::string_view name;
  std::vector<ConformanceLabel> labels;
};

inline std::vector<ConformanceShape> conformance_shapes() {
  const ConformanceLabel group{"group", {}};
  const ConformanceLabel zone{"zone", {}};
  const ConformanceLabel way{"way", {"up", "down"}};
  const ConformanceLabel outcome{"outcome", {"served", "refused", "failed"}};
  return {{"no labels", {}},
          {"closed labels", {way, outcome}},
          {"open labels", {group, zone}},
          {"open and closed labels", {group, way, zone, outcome}}};
}

/// Different values for so many open labels; `number` tells the tuples apart.
inline OpenValues conformance_values(std::size_t open_count, std::size_t number) {
  OpenValues values;
  for (std::size_t i = 0; i < open_count; ++i) {
    values.push_back(std::string(1, static_cast<char>('a' + i)) + std::to_string(number));
  }
  return values;
}

}  // namespace isometric::inline v1::testing::internal
