#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/detail/number_text.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/reading/detail/decimal_reading.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace isometric::inline v1 {

/// One series before and after.
struct SeriesChange {
  SeriesSelector series;
  MetricType type = MetricType::gauge;
  std::optional<SampleValue> before;  ///< empty if the series did not exist
  std::optional<SampleValue> after;   ///< empty if the series is gone

  /// True if a value changed, if the series went, or if it came with a value other than 0: a series
  /// that is made in advance, at 0, has told nothing yet, but one that is gone breaks queries,
  /// whatever it was. Of a summary, count and sum tell: the estimates of its quantiles change by
  /// the mere passing of time.
  [[nodiscard]] bool is_changed() const;

  /// By how much a counter or gauge rose, or a histogram's or summary's count. A series that does
  /// not exist counts as 0, so that the answer does not depend on what ran before.
  [[nodiscard]] double increase() const;

  /// Prints `name{label="value"} 0 -> 1 (+1)`; of a histogram, the rise of its sum and the buckets
  /// that took something, or both samples if its buckets are others than before.
  friend std::ostream& operator<<(std::ostream& stream, const SeriesChange& change);
};

namespace detail {

inline void print_changes(std::ostream& stream, const std::vector<SeriesChange>& changes,
                          std::string_view since) {
  if (changes.empty()) {
    stream << "nothing changed" << since;
    return;
  }
  stream << std::to_string(changes.size()) << " series changed" << since;
  for (const auto& change : changes) stream << "\n  " << change;
}

}  // namespace detail

/// What happened between two snapshots of one source: `after - before`. An immutable value. A
/// snapshot is one as well, of all that happened since there was nothing.
class SnapshotDelta {
 public:
  SnapshotDelta() = default;
  SnapshotDelta(const Snapshot& after, const Snapshot& before);
  // Implicit, so that what looks at differences also takes the snapshot of a fresh sink.
  SnapshotDelta(const Snapshot& since_nothing) : SnapshotDelta(since_nothing, Snapshot()) {}

  /// Every series that either snapshot has, sorted by family and labels.
  [[nodiscard]] const std::vector<SeriesChange>& series() const noexcept { return series_; }

  /// Those of them that changed.
  [[nodiscard]] std::vector<SeriesChange> changes() const {
    std::vector<SeriesChange> changed;
    std::ranges::copy_if(series_, std::back_inserter(changed), &SeriesChange::is_changed);
    return changed;
  }

  /// The series, or null if neither snapshot has it.
  [[nodiscard]] const SeriesChange* find(const SeriesSelector& selector) const {
    const auto found = std::ranges::lower_bound(series_, selector, {}, &SeriesChange::series);
    return found != series_.end() && found->series == selector ? &*found : nullptr;
  }

  /// Prints the changes, a line each.
  friend std::ostream& operator<<(std::ostream& stream, const SnapshotDelta& delta) {
    detail::print_changes(stream, delta.changes(), "");
    return stream;
  }

 private:
  std::vector<SeriesChange> series_;
};

/// `after - before`.
[[nodiscard]] inline SnapshotDelta operator-(const Snapshot& after, const Snapshot& before) {
  return {after, before};
}

namespace detail {

/// The number of observations of a histogram or summary; of a series that does not exist, 0.
inline std::uint64_t observation_count(const std::optional<SampleValue>& value) {
  if (!value) return 0;
  const auto* histogram = std::get_if<HistogramSample>(&*value);
  return histogram != nullptr ? histogram->count : std::get<SummarySample>(*value).count;
}

/// Whether it is of a series that counts observations, or that does not exist.
inline bool is_count(const std::optional<SampleValue>& value) noexcept {
  return !value || !std::holds_alternative<double>(*value);
}

/// The number that an increase is an increase of.
inline double extent(const std::optional<SampleValue>& value) {
  if (!value) return 0;
  if (const double* number = std::get_if<double>(&*value)) return *number;
  return static_cast<double>(observation_count(value));
}

/// By how many the second count is higher. Modulo 2^64, so right below 0, too.
inline std::int64_t count_difference(std::uint64_t after, std::uint64_t before) noexcept {
  return static_cast<std::int64_t>(after - before);
}

inline bool same_sample(double a, double b) {
  return is_same_number(a, b);
}

inline bool same_sample(const HistogramSample& a, const HistogramSample& b) {
  return a.count == b.count && is_same_number(a.sum, b.sum) && a.buckets == b.buckets;
}

/// The estimates of a summary's quantiles change by the mere passing of time.
inline bool same_sample(const SummarySample& a, const SummarySample& b) {
  return a.count == b.count && is_same_number(a.sum, b.sum) &&
         std::ranges::equal(a.quantiles, b.quantiles, is_equal, &QuantileSample::quantile,
                            &QuantileSample::quantile);
}

inline bool same_sample(const SampleValue& a, const SampleValue& b) {
  return std::visit(
      []<class A, class B>(const A& x, const B& y) {
        if constexpr (std::is_same_v<A, B>) {
          return same_sample(x, y);
        } else {
          return false;
        }
      },
      a, b);
}

}  // namespace detail

inline bool SeriesChange::is_changed() const {
  if (before && after) return !detail::same_sample(*before, *after);
  return before || !detail::is_same_number(detail::extent(after), 0);
}

inline double SeriesChange::increase() const {
  if (!detail::is_count(before) || !detail::is_count(after)) {
    return detail::extent(after) - detail::extent(before);
  }
  // Not of two doubles, which do not tell large counts apart.
  const std::uint64_t from = detail::observation_count(before);
  const std::uint64_t to = detail::observation_count(after);
  return to >= from ? static_cast<double>(to - from) : -static_cast<double>(from - to);
}

namespace detail {

/// The difference of two doubles with its sign, without what their rounding adds to it: +0.3, not
/// +0.30000000000001137, from 153 to 153.3.
inline std::string readable_difference(double after, double before) {
  double difference = after - before;
  if (is_finite(difference) && !is_equal(difference, 0)) {
    const auto magnitude = [](double value) {
      return static_cast<int>(std::floor(std::log10(std::abs(value))));
    };
    const double scale = (std::max)(std::abs(after), std::abs(before));
    constexpr int known_digits = std::numeric_limits<double>::digits10;
    const int digits = known_digits - (magnitude(scale) - magnitude(difference));
    char text[longest_number];
    const char* const end = write_digits(text, difference, std::clamp(digits, 1, known_digits));
    difference = read_decimal({text, end}).value_or(difference);
  }
  return signed_text(difference);
}

inline bool have_same_bounds(const HistogramSample& a, const HistogramSample& b) {
  return std::ranges::equal(a.buckets, b.buckets, is_equal, &BucketSample::upper_bound,
                            &BucketSample::upper_bound);
}

/// `count 1 -> 3, sum 0.2 -> 1.2 (+1), le=0.5 +2`: of the buckets, those that took something. Both
/// have the same ones.
inline void print_histogram_change(std::ostream& stream, const HistogramSample& before,
                                   const HistogramSample& after) {
  stream << "count " << std::to_string(before.count) << " -> " << std::to_string(after.count)
         << ", sum " << number_text(before.sum) << " -> " << number_text(after.sum);
  if (!is_equal(before.sum, 0)) stream << " (" << readable_difference(after.sum, before.sum) << ')';
  std::uint64_t taken = 0;  // up to the bucket before, which cumulative counts include
  for (std::size_t i = 0; i < after.buckets.size(); ++i) {
    const std::uint64_t change =
        after.buckets[i].cumulative_count - before.buckets[i].cumulative_count;
    if (change != taken) {
      const std::int64_t own = count_difference(change, taken);
      stream << ", le=" << number_text(after.buckets[i].upper_bound) << ' ' << (own > 0 ? "+" : "")
             << std::to_string(own);
    }
    taken = change;
  }
}

}  // namespace detail

inline std::ostream& operator<<(std::ostream& stream, const SeriesChange& change) {
  const auto* before = change.before ? std::get_if<HistogramSample>(&*change.before) : nullptr;
  const auto* after = change.after ? std::get_if<HistogramSample>(&*change.after) : nullptr;
  if (before != nullptr && after != nullptr && detail::have_same_bounds(*before, *after)) {
    stream << change.series << ' ';
    detail::print_histogram_change(stream, *before, *after);
    return stream << " (" << detail::signed_text(change.increase()) << ')';
  }
  const auto text = [](const std::optional<SampleValue>& value) {
    return value ? detail::sample_text(*value) : std::string("absent");
  };
  return stream << change.series << ' ' << text(change.before) << " -> " << text(change.after)
                << " (" << detail::signed_text(change.increase()) << ')';
}

inline SnapshotDelta::SnapshotDelta(const Snapshot& after, const Snapshot& before) {
  for (const auto& family : before.families()) {
    for (const auto& series : family.series) {
      series_.push_back({{family.name, series.labels}, family.type, series.value, std::nullopt});
    }
  }
  const auto known = static_cast<std::ptrdiff_t>(series_.size());
  for (const auto& family : after.families()) {
    for (const auto& series : family.series) {
      SeriesSelector selector(family.name, series.labels);
      const auto end = series_.begin() + known;
      // Both snapshots are sorted, and so is what came of the first.
      const auto found =
          std::ranges::lower_bound(series_.begin(), end, selector, {}, &SeriesChange::series);
      if (found != end && found->series == selector) {
        found->after = series.value;
      } else {
        series_.push_back({std::move(selector), family.type, std::nullopt, series.value});
      }
    }
  }
  std::ranges::sort(series_, {}, &SeriesChange::series);
}

}  // namespace isometric::inline v1
