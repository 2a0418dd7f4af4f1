#pragma once

#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/reading/detail/change_text.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/detail/series_in_two.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/testing/detail/conformance/conformance_family.hpp>

#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

// A sink that is checked, seen by what all types of metric have in common.
namespace isometric::inline v1::detail {

/// What checks found: for each one that failed, its sentence and the first thing that was wrong.
class ConformanceReport {
 public:
  /// Runs a check, and says whether it has passed. It fails if it throws.
  template <class Check>
  bool run(std::string sentence, const Check& run_check) {
    sentence_ = std::move(sentence);
    has_failed_ = false;
#if defined(__cpp_exceptions)
    try {
      run_check();
    } catch (const std::exception& error) {
      fail(joined({"it threw: ", error.what()}));
    } catch (...) {
      fail("it threw what is no std::exception");
    }
#else
    run_check();
#endif
    return !has_failed_;
  }

  void fail(std::string_view explanation) {
    if (!has_failed_) failures_.push_back(joined({sentence_, ": ", explanation}));
    has_failed_ = true;
  }

  void expect(bool holds, std::string_view explanation) {
    if (!holds) fail(explanation);
  }

  [[nodiscard]] std::vector<std::string> take() { return std::move(failures_); }

 private:
  std::vector<std::string> failures_;
  std::string sentence_;
  bool has_failed_ = false;
};

/// One type of metric: how it is declared, and an update that adds 1 to a counter's or gauge's
/// value, or to the number of observations.
template <MetricType Type>
struct TypeConformance {
  static constexpr MetricType type = Type;
  static auto declare(const auto& sink, const FamilyDescriptor& family) {
    if constexpr (Type == MetricType::counter) return sink.counter(family);
    if constexpr (Type == MetricType::gauge) return sink.gauge(family);
    if constexpr (Type == MetricType::histogram) return sink.histogram(family);
    if constexpr (Type == MetricType::summary) return sink.summary(family);
  }
  static void touch(const auto& series) {
    if constexpr (Type == MetricType::counter) {
      series.inc();
    } else if constexpr (Type == MetricType::gauge) {
      series.inc(1);
    } else {
      series.observe(1);
    }
  }
};
using CounterConformance = TypeConformance<MetricType::counter>;
using GaugeConformance = TypeConformance<MetricType::gauge>;
using HistogramConformance = TypeConformance<MetricType::histogram>;
using SummaryConformance = TypeConformance<MetricType::summary>;

/// As a check's sentence begins.
inline std::string plural(MetricType type) {
  return type == MetricType::summary ? "summaries" : joined({to_string(type), "s"});
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

  /// Of families whose series can be removed.
  template <class Family>
  bool remove(const Family& family, const OpenValues& values, std::size_t closed_index) {
    return lent.look_up(values, [&](OpenLabelValues lent_values) {
      return family.remove(lent_values, closed_index);
    });
  }
  template <class Family>
  auto acquire(const Family& family, const OpenValues& values) {
    return lent.look_up(
        values, [&](OpenLabelValues lent_values) { return family.acquire(lent_values, 0); });
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
                                               const OpenValues& values, std::size_t closed_index,
                                               bool is_dynamic = false) {
    const std::vector<std::string_view> views(values.begin(), values.end());
    const auto select = [&](FamilyDescriptor descriptor) {
      if (is_dynamic) descriptor.series_kind = SeriesKind::dynamic;
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
    if (series != nullptr && is_same_number(extent(&series->value), expected)) return;
    report.fail(joined({"expected ", series_text(selector.family(), selector.labels()), " to be ",
                        number_text(expected), ", but it is ",
                        series == nullptr ? "not there" : sample_text(series->value)}));
  }

  void expect_absent(const Snapshot& seen, const SeriesSelector& selector) {
    const SeriesSnapshot* series = seen.find_series(selector);
    if (series == nullptr) return;
    report.fail(joined({"expected no series ", series_text(selector.family(), selector.labels()),
                        ", but it is ", sample_text(series->value)}));
  }

  /// Fails the check unless nothing but the library's self-metrics differs.
  void expect_unchanged(const Snapshot& after, const Snapshot& before) {
    const SnapshotDelta delta = after - before;
    for (const SeriesInTwo& seen : seen_in(delta)) {
      if (seen.family->name.starts_with("isometric_")) continue;
      if (seen.before != nullptr && seen.after != nullptr && !is_changed(seen)) continue;
      report.fail(joined({"it changed ", change_text(seen)}));
    }
  }
};

/// Labels of every kind.
using ConformanceLabels = std::vector<ConformanceLabel>;

inline std::vector<ConformanceLabels> conformance_shapes() {
  const ConformanceLabel group{"conformance_group", {}};
  const ConformanceLabel zone{"conformance_zone", {}};
  const ConformanceLabel way{"conformance_way", {"up", "down"}};
  const ConformanceLabel outcome{"conformance_outcome", {"served", "refused", "failed"}};
  return {{}, {way, outcome}, {group, zone}, {group, way, zone, outcome}};
}

/// Different values for so many open labels; `number` tells the tuples apart.
inline OpenValues conformance_values(std::size_t open_count, std::size_t number) {
  OpenValues values;
  for (std::size_t i = 0; i < open_count; ++i) {
    values.push_back(std::string(1, static_cast<char>('a' + i)) + std::to_string(number));
  }
  return values;
}

/// What most checks begin with: a sink of their own, a family of it, and values of its open labels.
template <class Type_, class Subject_>
class ConformanceTrial {
 public:
  using Type = Type_;
  using Subject = Subject_;
  using Sink = typename Subject::Sink;
  using Family = decltype(Type::declare(std::declval<const Sink&>(), FamilyDescriptor()));
  static constexpr bool is_dynamic = requires { Type::tuple(0); };

  ConformanceTrial(Subject& subject_, const ConformanceLabels& labels_)
      : subject(subject_),
        labels(labels_),
        sink(subject.make()),
        declared(Type::type, labels),
        family(subject.template declare<Type>(sink, declared)),
        values(tuple(0)),
        last(declared.closed_count() - 1) {}

  /// Values of the open labels; `number` tells the tuples apart.
  [[nodiscard]] OpenValues tuple(std::size_t number) const {
    if constexpr (is_dynamic) {
      return Type::tuple(number);
    } else {
      return conformance_values(declared.open_count(), number);
    }
  }

  /// The family, declared once more.
  [[nodiscard]] Family declare_again() const {
    return subject.template declare<Type>(sink, declared);
  }

  auto series(std::size_t closed_index) const { return series(values, closed_index); }
  auto series(const OpenValues& of, std::size_t closed_index) const {
    return subject.series(family, of, closed_index);
  }
  auto block() const {
    return subject.lent.look_up(values, [&](OpenLabelValues lent) { return family.block(lent); });
  }

  [[nodiscard]] std::optional<Snapshot> read() const {
    return subject.read(sink, family, declared);
  }

  // These fail the check unless the sink cannot be read, or the series is as it should be.

  void expect(std::size_t closed_index, double extent) const {
    expect(values, closed_index, extent);
  }
  void expect(const OpenValues& of, std::size_t closed_index, double extent) const {
    const auto seen = read();
    if (seen) subject.expect_extent(*seen, selector(of, closed_index), extent);
  }
  void expect_sample(std::size_t closed_index, const SampleValue& sample) const {
    const auto seen = read();
    if (!seen) return;
    const SeriesSnapshot* series = seen->find_series(selector(values, closed_index));
    subject.report.expect(series != nullptr && series->value == sample,
                          joined({"expected ", sample_text(sample), ", but it is ",
                                  series == nullptr ? "not there" : sample_text(series->value)}));
  }
  void expect_absent(std::size_t closed_index) const { expect_absent(values, closed_index); }
  void expect_absent(const OpenValues& of, std::size_t closed_index) const {
    const auto seen = read();
    if (seen) subject.expect_absent(*seen, selector(of, closed_index));
  }
  void expect_unchanged_since(const std::optional<Snapshot>& before) const {
    const auto after = read();
    if (before && after) subject.expect_unchanged(*after, *before);
  }

  [[nodiscard]] SeriesSelector selector(const OpenValues& of, std::size_t closed_index) const {
    return subject.selector(family, declared, of, closed_index, is_dynamic);
  }

  Subject& subject;
  const ConformanceLabels& labels;
  const Sink sink;
  const ConformanceFamily declared;
  const Family family;
  const OpenValues values;  ///< the first tuple
  const std::size_t last;   ///< index of a combination of closed values
};

/// Runs a check for labels of each shape, which is of every kind if nobody says otherwise.
template <class Trial>
void run_trials(typename Trial::Subject& subject, std::string_view kind, std::string_view sentence,
                void (*run)(Trial& trial),
                const std::vector<ConformanceLabels>& shapes = conformance_shapes()) {
  subject.report.run(joined({kind, plural(Trial::Type::type), ": ", sentence}), [&] {
    for (const auto& labels : shapes) {
      Trial trial(subject, labels);
      run(trial);
    }
  });
}

inline constexpr std::size_t conformance_threads = 4;

/// Runs `work(index)` in several threads that start at one moment; fails the check if one of them
/// throws. What the checks cannot see themselves, a build with the thread sanitizer does.
template <class Work>
void run_in_threads(ConformanceReport& report, const Work& work) {
  std::atomic<std::size_t> missing = conformance_threads;
  std::atomic<bool> has_thrown = false;
  std::vector<std::thread> threads;
  for (std::size_t index = 0; index < conformance_threads; ++index) {
    threads.emplace_back([&, index] {
      --missing;
      while (missing > 0) std::this_thread::yield();
#if defined(__cpp_exceptions)
      try {
        work(index);
      } catch (...) {
        has_thrown = true;
      }
#else
      work(index);
#endif
    });
  }
  for (auto& thread : threads) thread.join();
  report.expect(!has_thrown, "a thread ended with an exception");
}

}  // namespace isometric::inline v1::detail
