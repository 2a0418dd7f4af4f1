#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/number_text.hpp>
#include <isometric/description/detail/raise.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/description/quantiles.hpp>

#include <span>
#include <string>
#include <string_view>

// Quantiles that are known only at run time. Not included by any header that a component includes.

namespace isometric::inline v1 {
namespace detail {

inline std::string quantile_text(const Quantile& quantile) {
  return joined({number_text(quantile.quantile), " +- ", number_text(quantile.error)});
}

inline std::string window_text(QuantileWindow window) {
  return joined({number_text(window.max_age_seconds), " s in ", std::to_string(window.age_buckets),
                 " age buckets"});
}

/// What is wrong, and where.
inline std::string broken_rule_text(std::span<const Quantile> quantiles, QuantileWindow window,
                                    BrokenQuantilesRule broken) {
  const auto [rule, index] = broken;
  const std::string_view why = to_string(rule);
  if (index == quantiles.size()) return joined({"the window is ", window_text(window), ": ", why});
  const std::string what = joined({std::to_string(index), " is ", quantile_text(quantiles[index])});
  if (index == 0) return joined({"quantile ", what, ": ", why});
  return joined({"quantile ", what, " after ", quantile_text(quantiles[index - 1]), ": ", why});
}

}  // namespace detail

/// Quantiles and a window that are known only at run time, held to the same rules as literal ones,
/// but as many as there are; none, too.
///
/// Refers to `quantiles`, which must outlive the result; a summary's sink copies them when it is
/// made. Throws InvalidQuantiles, which gives the index and the value of the first bad one.
inline Quantiles checked_quantiles(std::span<const Quantile> quantiles,
                                   QuantileWindow window = {}) {
  const auto broken = detail::broken_rule_of(quantiles, window);
  if (broken.rule == detail::QuantilesRule::none) {
    return detail::QuantilesAccess::view(quantiles, window);
  }
  detail::raise(InvalidQuantiles("isometric: invalid quantiles: " +
                                 detail::broken_rule_text(quantiles, window, broken)));
}

}  // namespace isometric::inline v1
