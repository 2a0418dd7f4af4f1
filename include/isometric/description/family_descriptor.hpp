#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/description/series_kind.hpp>
#include <isometric/description/source_location.hpp>

#include <cstddef>
#include <span>
#include <string_view>

namespace isometric::inline v1 {

/// One label of a metric family. A closed label lists all of its values; an open one lists none and
/// takes any string.
struct LabelDescriptor {
  std::string_view name;
  std::span<const std::string_view> closed_values;

  [[nodiscard]] constexpr bool is_closed() const noexcept { return !closed_values.empty(); }
};

/// A label with the same value on every series of a family.
struct ConstantLabel {
  std::string_view name;
  std::string_view value;

  friend constexpr bool operator==(const ConstantLabel&, const ConstantLabel&) = default;
};

/// One quantile that a summary estimates, such as 0.99, and by how much its rank may be off: with
/// an error of 0.001 the estimate should lie between the 0.989- and the 0.991-quantile.
struct Quantile {
  double quantile = 0;
  double error = 0;

  friend constexpr bool operator==(const Quantile& a, const Quantile& b) noexcept {
    return detail::is_equal(a.quantile, b.quantile) && detail::is_equal(a.error, b.error);
  }
};

/// The time over which a summary estimates its quantiles, to the millisecond. What is older is
/// forgotten, in as many steps as there are age buckets. The defaults are prometheus-cpp's.
struct QuantileWindow {
  double max_age_seconds = 60;
  int age_buckets = 5;

  friend constexpr bool operator==(const QuantileWindow& a, const QuantileWindow& b) noexcept {
    return detail::is_equal(a.max_age_seconds, b.max_age_seconds) && a.age_buckets == b.age_buckets;
  }
};

/// Everything there is to say about a metric family before its first update. This is what an
/// instrument hands to a sink, and all that a sink is told.
///
/// A descriptor owns nothing: its views need to live only as long as the call that takes it. A sink
/// that remembers a family copies what it remembers, string literals included, because the code
/// that declared the family may be unloaded.
struct FamilyDescriptor {
  MetricType type = MetricType::counter;
  std::string_view name;
  std::string_view help;
  /// Base unit, also the name's suffix (before `_total`); empty for a plain number.
  std::string_view unit;
  /// In order of declaration, which is the order of the values in `labels(...)`.
  std::span<const LabelDescriptor> labels;
  std::span<const ConstantLabel> constant_labels;
  /// Upper bounds of a histogram's buckets without the last, +Inf; empty for other types.
  std::span<const double> buckets;
  /// The quantiles that a summary estimates, none by default, and over which time.
  std::span<const Quantile> quantiles = {};
  QuantileWindow window = {};
  /// The adaptor Removable and the callback instruments ask for the others.
  SeriesKind series_kind = SeriesKind::fixed;
  /// Upper limit for the number of series; 0 leaves the choice to the sink.
  std::size_t max_series = 0;
  SourceLocation declared_at;
};

/// The number of series that share one tuple of open label values: one for each combination of
/// closed label values, and 1 if no label is closed.
[[nodiscard]] constexpr std::size_t closed_series_count(
    std::span<const LabelDescriptor> labels) noexcept {
  std::size_t count = 1;
  for (const auto& label : labels) {
    if (label.is_closed()) count *= label.closed_values.size();
  }
  return count;
}

}  // namespace isometric::inline v1
