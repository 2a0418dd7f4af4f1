#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/detail/number_text.hpp>
#include <isometric/reading/detail/decimal_reading.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/detail/series_in_two.hpp>
#include <isometric/reading/sample.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace isometric::inline v1::detail {

/// The difference of two doubles with its sign, without what their rounding adds to it: +0.3, not
/// +0.30000000000001137, from 153 to 153.3.
template <class = void>
std::string readable_difference(double after, double before) {
  double difference = after - before;
  if (is_finite(difference) && !is_equal(difference, 0)) {
    const auto magnitude = [](double value) {
      return static_cast<int>(std::floor(std::log10(std::abs(value))));
    };
    const double scale = std::abs(after) < std::abs(before) ? before : after;
    constexpr int known_digits = std::numeric_limits<double>::digits10;
    const int digits = known_digits - (magnitude(scale) - magnitude(difference));
    char text[longest_number];
    const char* const end = write_digits(text, difference,
                                         digits < 1              ? 1
                                         : digits > known_digits ? known_digits
                                                                 : digits);
    const auto read = read_decimal(std::string_view(text, static_cast<std::size_t>(end - text)));
    if (read) difference = *read;
  }
  return signed_text(difference);
}

/// ` count 1 -> 3, sum 0.2 -> 1.2 (+1), le=0.5 +2`: of the buckets, those that took something. Both
/// have the same ones.
template <class = void>
std::string histogram_change_text(const HistogramSample& before, const HistogramSample& after) {
  std::string text =
      joined({" count ", std::to_string(before.count), " -> ", std::to_string(after.count),
              ", sum ", number_text(before.sum), " -> ", number_text(after.sum)});
  if (!is_equal(before.sum, 0)) {
    append(text, {" (", readable_difference(after.sum, before.sum), ")"});
  }
  std::uint64_t taken = 0;  // up to the bucket before, which cumulative counts include
  for (std::size_t i = 0; i < after.buckets.size(); ++i) {
    const std::uint64_t change =
        after.buckets[i].cumulative_count - before.buckets[i].cumulative_count;
    if (change != taken) {
      const std::int64_t own = count_difference(change, taken);
      append(text, {", le=", number_text(after.buckets[i].upper_bound), own > 0 ? " +" : " ",
                    std::to_string(own)});
    }
    taken = change;
  }
  return text;
}

/// What a SeriesChange prints.
template <class = void>
std::string change_text(std::string_view family, const SeriesInTwo& series) {
  std::string text = series_text(family, *series.labels);
  const auto* before = series.before != nullptr ? series.before->histogram() : nullptr;
  const auto* after = series.after != nullptr ? series.after->histogram() : nullptr;
  if (before != nullptr && after != nullptr && have_same_bounds(*before, *after)) {
    text += histogram_change_text(*before, *after);
  } else {
    append(text, {" ", series.before != nullptr ? sample_text(*series.before) : "absent", " -> ",
                  series.after != nullptr ? sample_text(*series.after) : "absent"});
  }
  return append(text, {" (", signed_text(increase(series)), ")"});
}

template <class = void>
std::string change_text(const SeriesInTwo& series) {
  return change_text(series.family->name, series);
}

/// What a SnapshotDelta prints, and since when if that is known.
template <class = void>
std::string changes_text(const SeenSeries& seen, std::string_view since) {
  std::string lines;
  std::size_t count = 0;
  for (const SeriesInTwo& series : seen) {
    if (!is_changed(series)) continue;
    ++count;
    append(lines, {"\n  ", change_text(series)});
  }
  if (count == 0) return joined({"nothing changed", since});
  return joined({std::to_string(count), " series changed", since, lines});
}

}  // namespace isometric::inline v1::detail
