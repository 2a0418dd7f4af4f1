#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/testing/detail/observed.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace isometric::inline v1::detail {

/// What a check wants of each bucket; nothing where any count will do.
using WantedCounts = std::vector<std::optional<std::int64_t>>;

/// Draws what each bucket took, a line each below what was printed so far: its bound, a bar, the
/// count, and what was wanted if that is something else. Where three or more buckets in a row are
/// empty, and may be, there is one line of dots.
///
///     le=0.1  ######  6
///     le=0.5          0, expected 1
///     ...
///     le=+Inf #       1
template <class = void>
std::string histogram_text(const std::vector<ObservedBucket>& buckets, const WantedCounts& wanted) {
  constexpr double widest = 40;
  constexpr std::size_t shortest_gap = 3;
  double most = 0;
  std::size_t label_width = 0;
  const auto label = [](const ObservedBucket& bucket) {
    return joined({"le=", number_text(bucket.upper_bound)});
  };
  for (const auto& bucket : buckets) {
    if (const auto count = static_cast<double>(bucket.count); count > most) most = count;
    if (const std::size_t width = label(bucket).size(); width > label_width) label_width = width;
  }
  // One mark an observation while they fit; else the longest bar is as wide as can be.
  const auto bar_width = [&](std::int64_t count) -> std::size_t {
    if (count <= 0) return 0;
    const double scaled = static_cast<double>(count) * (most > widest ? widest / most : 1);
    return scaled < 1 ? 1 : static_cast<std::size_t>(std::round(scaled));
  };
  const std::size_t bars_width = static_cast<std::size_t>(most < widest ? most : widest);
  const auto is_right = [&](std::size_t i) { return !wanted[i] || *wanted[i] == buckets[i].count; };
  const auto end_of_gap = [&](std::size_t i) {
    while (i < buckets.size() && buckets[i].count == 0 && is_right(i)) ++i;
    return i;
  };

  std::string text;
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    if (const std::size_t end = end_of_gap(i); end - i >= shortest_gap) {
      text += "\n  ...";
      i = end - 1;
      continue;
    }
    std::string line = label(buckets[i]);
    line.resize(label_width + 1, ' ');
    line.append(bar_width(buckets[i].count), '#');
    line.resize(label_width + 1 + bars_width, ' ');
    append(line, {" ", std::to_string(buckets[i].count)});
    if (!is_right(i)) append(line, {", expected ", std::to_string(*wanted[i])});
    append(text, {"\n  ", line});
  }
  return text;
}

}  // namespace isometric::inline v1::detail
