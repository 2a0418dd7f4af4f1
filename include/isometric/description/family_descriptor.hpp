#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/metric_type.hpp>

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

/// How the series of a family come, go and get their values.
enum class SeriesKind : unsigned char {
  fixed,      ///< made once, never removed: handles are plain and cost nothing
  removable,  ///< can be removed: handles are reference-counted
  callback,   ///< read from the program at each scrape, while a registration lasts
  dynamic,    ///< removable, and each brings the names of its labels along
};

constexpr std::string_view to_string(SeriesKind kind) noexcept {
  switch (kind) {
    case SeriesKind::fixed: return "fixed";
    case SeriesKind::removable: return "removable";
    case SeriesKind::callback: return "callback";
    case SeriesKind::dynamic: return "dynamic";
  }
  return "unknown";
}

/// A place in the source: where an instrument was declared.
///
/// Used in place of std::source_location because clang 14 has none. `file` points to a string
/// literal, so a library that is unloaded takes it away: whoever outlives the library copies it.
struct SourceLocation {
  const char* file = "";
  unsigned line = 0;

  /// As a default argument, the place of the call; the arguments are never passed by hand.
  static constexpr SourceLocation current(const char* file = __builtin_FILE(),
                                          unsigned line = __builtin_LINE()) noexcept {
    return {file, line};
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
  /// The adaptor Removable, callback and dynamic instruments ask for the others. The series of a
  /// dynamic family may have other buckets or quantiles than it has, and it has no labels.
  SeriesKind series_kind = SeriesKind::fixed;
  /// Upper limit for the number of series; 0 leaves the choice to the sink.
  std::size_t max_series = 0;
  SourceLocation declared_at;
  /// By an object that declared the family before: a dynamic one, for the bounds of a series. Such
  /// a declaration is no duplicate.
  bool is_declared_again = false;
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
