#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/reading/detail/fixed_array.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>

namespace isometric::inline v1 {

class SnapshotDelta;

namespace detail {

/// One series in two snapshots, without copies of what these have.
struct SeriesInTwo {
  const FamilySnapshot* family = nullptr;  ///< null where a SeriesChange has its own name
  const LabelPairs* labels = nullptr;
  const SampleValue* before = nullptr;  ///< null if the series did not exist
  const SampleValue* after = nullptr;   ///< null if the series is gone
};

/// The series of two snapshots, sorted by family and labels. A view.
struct SeenSeries {
  const SeriesInTwo* first = nullptr;
  std::size_t count = 0;

  [[nodiscard]] const SeriesInTwo* begin() const noexcept { return first; }
  [[nodiscard]] const SeriesInTwo* end() const noexcept { return first + count; }
};

/// What a SnapshotDelta refers to. Its changes with copies of their values, which assertions do not
/// need, are made when somebody asks for them.
template <class = void>
struct TwoSnapshots {
  TwoSnapshots(const Snapshot& now, const Snapshot& then)
      : after(now), before(then), series_(count_of(now) + count_of(then)) {
    const auto& after_families = after.families();
    const auto& before_families = before.families();
    std::size_t a = 0;
    std::size_t b = 0;
    while (a < after_families.size() || b < before_families.size()) {
      const FamilySnapshot* now_has = a < after_families.size() ? &after_families[a] : nullptr;
      const FamilySnapshot* then_had = b < before_families.size() ? &before_families[b] : nullptr;
      const int order = now_has == nullptr    ? 1
                        : then_had == nullptr ? -1
                                              : now_has->name.compare(then_had->name);
      add(order <= 0 ? now_has : nullptr, order >= 0 ? then_had : nullptr);
      if (order <= 0) ++a;
      if (order >= 0) ++b;
    }
  }

  const Snapshot after;
  const Snapshot before;
  mutable std::mutex mutex;  ///< guards changes, which are set once
  mutable std::shared_ptr<const void> changes;

  [[nodiscard]] SeenSeries series() const noexcept { return {series_.data(), count_}; }

 private:
  static std::size_t count_of(const Snapshot& snapshot) noexcept {
    std::size_t count = 0;
    for (const auto& family : snapshot.families()) count += family.series.size();
    return count;
  }

  /// The series of one family, which one of the snapshots may lack.
  void add(const FamilySnapshot* now, const FamilySnapshot* then) {
    const std::size_t now_count = now == nullptr ? 0 : now->series.size();
    const std::size_t then_count = then == nullptr ? 0 : then->series.size();
    std::size_t a = 0;
    std::size_t b = 0;
    while (a < now_count || b < then_count) {
      const SeriesSnapshot* now_has = a < now_count ? &now->series[a] : nullptr;
      const SeriesSnapshot* then_had = b < then_count ? &then->series[b] : nullptr;
      const int order = now_has == nullptr    ? 1
                        : then_had == nullptr ? -1
                                              : compare_labels(now_has->labels, then_had->labels);
      series_[count_++] = {order < 0 || then == nullptr ? now : then,
                           order <= 0 ? &now_has->labels : &then_had->labels,
                           order >= 0 ? &then_had->value : nullptr,
                           order <= 0 ? &now_has->value : nullptr};
      if (order <= 0) ++a;
      if (order >= 0) ++b;
    }
  }

  const FixedArray<SeriesInTwo> series_;  ///< has room for more than there are
  std::size_t count_ = 0;
};

template <class = void>
SeenSeries seen_in(const SnapshotDelta& delta);

// All of a value that may be absent, and then is null.

/// The number of observations of a histogram or summary.
template <class = void>
std::uint64_t observation_count(const SampleValue* value) noexcept {
  if (value == nullptr) return 0;
  return value->histogram() != nullptr ? value->histogram()->count : value->summary()->count;
}

/// Whether it is of a series that counts observations, or that does not exist.
template <class = void>
bool is_count(const SampleValue* value) noexcept {
  return value == nullptr || value->number() == nullptr;
}

/// The number that an increase is an increase of.
template <class = void>
double extent(const SampleValue* value) noexcept {
  return is_count(value) ? static_cast<double>(observation_count(value)) : *value->number();
}

/// By how many the second count is higher. Modulo 2^64, so right below 0, too.
constexpr std::int64_t count_difference(std::uint64_t after, std::uint64_t before) noexcept {
  return static_cast<std::int64_t>(after - before);
}

template <class = void>
bool have_same_bounds(const HistogramSample& a, const HistogramSample& b) noexcept {
  if (a.buckets.size() != b.buckets.size()) return false;
  for (std::size_t i = 0; i < a.buckets.size(); ++i) {
    if (!is_equal(a.buckets[i].upper_bound, b.buckets[i].upper_bound)) return false;
  }
  return true;
}

/// Whether nothing happened. The estimates of a summary's quantiles change by the mere passing of
/// time.
template <class = void>
bool is_same(const SampleValue& a, const SampleValue& b) noexcept {
  if (a.number() != nullptr && b.number() != nullptr)
    return is_same_number(*a.number(), *b.number());
  if (a.histogram() != nullptr && b.histogram() != nullptr) {
    const HistogramSample& x = *a.histogram();
    const HistogramSample& y = *b.histogram();
    if (!have_same_bounds(x, y)) return false;
    for (std::size_t i = 0; i < x.buckets.size(); ++i) {
      if (x.buckets[i].cumulative_count != y.buckets[i].cumulative_count) return false;
    }
    return x.count == y.count && is_same_number(x.sum, y.sum);
  }
  if (a.summary() == nullptr || b.summary() == nullptr) return false;
  const SummarySample& x = *a.summary();
  const SummarySample& y = *b.summary();
  if (x.quantiles.size() != y.quantiles.size()) return false;
  for (std::size_t i = 0; i < x.quantiles.size(); ++i) {
    if (!is_equal(x.quantiles[i].quantile, y.quantiles[i].quantile)) return false;
  }
  return x.count == y.count && is_same_number(x.sum, y.sum);
}

template <class = void>
bool is_changed(const SeriesInTwo& series) noexcept {
  if (series.before != nullptr && series.after != nullptr) {
    return !is_same(*series.before, *series.after);
  }
  return series.before != nullptr || !is_same_number(extent(series.after), 0);
}

template <class = void>
double increase(const SeriesInTwo& series) noexcept {
  if (!is_count(series.before) || !is_count(series.after)) {
    return extent(series.after) - extent(series.before);
  }
  // Not of two doubles, which do not tell large counts apart.
  const std::uint64_t from = observation_count(series.before);
  const std::uint64_t to = observation_count(series.after);
  return to >= from ? static_cast<double>(to - from) : -static_cast<double>(from - to);
}

}  // namespace detail
}  // namespace isometric::inline v1
