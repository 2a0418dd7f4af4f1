#pragma once

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
#include <isometric/testing/detail/conformance/checked_sink.hpp>
#include <isometric/testing/detail/conformance/conformance_family.hpp>
#include <isometric/testing/detail/conformance/conformance_report.hpp>

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the checks of a sink begin with, and what they look at.
namespace isometric::inline v1::detail {

/// What all checks of one sink share.
struct ConformanceSubject {
  std::function<Copied<CheckedSink>()> make;
  bool is_fresh;  ///< each sink that is made, so that nobody else changes it
  bool can_read;
  bool has_removable;
  bool has_dynamic;
  bool has_callbacks;
  ConformanceReport report = {};
  LentText lent = {};

  Copied<CheckedFamily> declare(const CheckedSink& sink, SinkHalf half, MetricType type,
                                const ConformanceFamily& family) {
    return lent.declare(family, [&](const FamilyDescriptor& lent_family) {
      return sink.declare(half, type, lent_family);
    });
  }

  Copied<CheckedBlock> block(const CheckedFamily& family, const OpenValues& values) {
    return lent.look_up(values,
                        [&](OpenLabelValues lent_values) { return family.block(lent_values); });
  }
  Copied<CheckedSeries> series(const CheckedFamily& family, const OpenValues& values,
                               std::size_t closed_index) {
    return lent.look_up(values, [&](OpenLabelValues lent_values) {
      return family.block(lent_values)->series(closed_index);
    });
  }

  // Of families whose series can be removed:
  bool remove(const CheckedFamily& family, const OpenValues& values, std::size_t closed_index) {
    return lent.look_up(values, [&](OpenLabelValues lent_values) {
      return family.remove(lent_values, closed_index);
    });
  }
  Copied<CheckedSeries> acquire(const CheckedFamily& family, const OpenValues& values) {
    return lent.look_up(values,
                        [&](OpenLabelValues lent_values) { return family.acquire(lent_values); });
  }

  /// What the sink shows, if it can be read: everything if it is the check's own, else the family.
  [[nodiscard]] std::optional<Snapshot> read(const CheckedSink& sink,
                                             std::string_view family) const {
    if (!can_read) return std::nullopt;
    return is_fresh ? sink.read() : sink.read(family);
  }
  [[nodiscard]] std::optional<Snapshot> read(const CheckedSink& sink, const CheckedFamily& family,
                                             const ConformanceFamily& declared) const {
    return read(sink, shown_name(family, declared));
  }

  /// What snapshots call the family; by what was declared where the sink does not say.
  [[nodiscard]] static std::string_view shown_name(const CheckedFamily& family,
                                                   const ConformanceFamily& declared) {
    const auto descriptor = family.descriptor();
    return descriptor ? descriptor->name : declared.name();
  }

  /// Selects as an instrument's series(...) does; by what was declared where the sink does not say.
  [[nodiscard]] static SeriesSelector selector(const CheckedFamily& family,
                                               const ConformanceFamily& declared,
                                               const OpenValues& values, std::size_t closed_index,
                                               bool is_dynamic = false) {
    const std::vector<std::string_view> views(values.begin(), values.end());
    const auto select = [&](FamilyDescriptor descriptor) {
      if (is_dynamic) descriptor.series_kind = SeriesKind::dynamic;
      return SeriesSelector::of(descriptor, views, closed_index, true);
    };
    const auto descriptor = family.descriptor();
    return descriptor ? select(*descriptor) : declared.describe(select);
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

/// What a check is about: a type of metric in one of the sink's halves.
struct ConformanceKind {
  SinkHalf half;
  MetricType type;

  /// As a check's sentence begins.
  [[nodiscard]] std::string plural() const {
    return joined({half == SinkHalf::fixed ? "" : joined({half_name(), " "}),
                   type == MetricType::summary ? "summaries" : joined({to_string(type), "s"})});
  }
  [[nodiscard]] std::string_view half_name() const {
    return half == SinkHalf::removable  ? "removable"
           : half == SinkHalf::dynamic  ? "dynamic"
           : half == SinkHalf::callback ? "callback"
                                        : "fixed";
  }
};

using ConformanceLabels = std::vector<ConformanceLabel>;

/// No labels, closed ones, open ones, and both.
inline std::vector<ConformanceLabels> conformance_shapes() {
  const ConformanceLabel group{"conformance_group", {}};
  const ConformanceLabel zone{"conformance_zone", {}};
  const ConformanceLabel way{"conformance_way", {"up", "down"}};
  const ConformanceLabel outcome{"conformance_outcome", {"served", "refused", "failed"}};
  return {{}, {way, outcome}, {group, zone}, {group, way, zone, outcome}};
}

/// What most checks begin with: a sink of their own, a family of it, and values of its open labels.
class ConformanceTrial {
 public:
  ConformanceTrial(ConformanceSubject& subject_, ConformanceKind kind_,
                   const ConformanceLabels& labels_)
      : subject(subject_),
        kind(kind_),
        labels(labels_),
        sink(subject.make()),
        declared(kind.type, labels),
        family(declare(*sink)),
        values(tuple(0)),
        last(declared.closed_count() - 1) {}

  /// Values of the open labels, or names and values of a dynamic family's labels in turn; `number`
  /// tells the tuples apart.
  [[nodiscard]] OpenValues tuple(std::size_t number) const {
    if (kind.half == SinkHalf::dynamic) {
      return {"code", std::to_string(number), "peer", "10.0.0.1"};
    }
    OpenValues tuple;
    for (std::size_t i = 0; i < declared.open_count(); ++i) {
      tuple.push_back(std::string(1, static_cast<char>('a' + i)) + std::to_string(number));
    }
    return tuple;
  }

  /// The family, declared once more or by a copy of the sink; and another of its kind.
  [[nodiscard]] Copied<CheckedFamily> declare(const CheckedSink& by) const {
    return declare(by, declared);
  }
  [[nodiscard]] Copied<CheckedFamily> declare(const CheckedSink& by,
                                              const ConformanceFamily& other) const {
    return subject.declare(by, kind.half, kind.type, other);
  }

  [[nodiscard]] Copied<CheckedSeries> series(std::size_t closed_index) const {
    return series(values, closed_index);
  }
  [[nodiscard]] Copied<CheckedSeries> series(const OpenValues& of, std::size_t closed_index) const {
    return subject.series(*family, of, closed_index);
  }

  [[nodiscard]] std::optional<Snapshot> read() const {
    return subject.read(*sink, *family, declared);
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
    return subject.selector(*family, declared, of, closed_index, kind.half == SinkHalf::dynamic);
  }

  ConformanceSubject& subject;
  const ConformanceKind kind;
  const ConformanceLabels& labels;
  const Copied<CheckedSink> sink;
  const ConformanceFamily declared;
  const Copied<CheckedFamily> family;
  const OpenValues values;  ///< the first tuple
  const std::size_t last;   ///< index of a combination of closed values
};

/// A rule of the contract: what it promises, and how a trial shows that.
struct ConformanceRule {
  std::string_view sentence;
  void (*prove)(ConformanceTrial& trial);
};

/// Checks each rule with a trial for each shape of labels.
inline void run_trials(ConformanceSubject& subject, ConformanceKind kind,
                       std::initializer_list<ConformanceRule> rules,
                       const std::vector<ConformanceLabels>& shapes = conformance_shapes()) {
  for (const ConformanceRule& rule : rules) {
    subject.report.run(joined({kind.plural(), ": ", rule.sentence}), [&] {
      for (const auto& labels : shapes) {
        ConformanceTrial trial(subject, kind, labels);
        rule.prove(trial);
      }
    });
  }
}

}  // namespace isometric::inline v1::detail
