#pragma once

#include <isometric/description/buckets.hpp>
#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/mistake.hpp>
#include <isometric/description/detail/number_text.hpp>
#include <isometric/description/detail/raise.hpp>
#include <isometric/description/errors.hpp>

#include <cstddef>
#include <span>
#include <string>

// Buckets that are known only at run time. Not included by any header that a component includes.

namespace isometric::inline v1 {
namespace detail {

/// Two bounds that differ are told apart.
inline std::string bound_text(double bound) {
  char text[longest_number];
  return {text, write_digits(text, bound, 17)};
}

/// What is wrong, and where.
inline std::string broken_rule_text(std::span<const double> bounds, BrokenBucketsRule broken) {
  const auto [rule, index] = broken;
  if (bounds.empty()) return std::string(to_string(rule));
  const std::string what =
      joined({"bound ", std::to_string(index), " is ", bound_text(bounds[index])});
  if (index == 0) return joined({what, ": ", to_string(rule)});
  return joined({what, " after ", bound_text(bounds[index - 1]), ": ", to_string(rule)});
}

}  // namespace detail

/// Bounds that are known only at run time, held to the same rules as literal ones, but as many as
/// there are.
///
/// Refers to `bounds`, which must outlive the result; a histogram copies them when it is made.
/// Throws InvalidBuckets, which gives the index and the value of the first bad bound.
inline Buckets checked_buckets(std::span<const double> bounds) {
  const auto broken = detail::broken_rule_of(bounds);
  if (broken.rule == detail::BucketsRule::none) return detail::BucketsAccess::view(bounds);
  detail::raise(
      InvalidBuckets("isometric: invalid buckets: " + detail::broken_rule_text(bounds, broken)));
}

namespace detail::mistake {
struct bounds_that_are_written_out_are_given_to_buckets_and_without_braces {};
}  // namespace detail::mistake

template <std::size_t Count>
ISOMETRIC_DETAIL_MISTAKE(
    "bounds that are written out are given to buckets(0.1, 1, 10), and without braces")
Buckets checked_buckets(
    const double (&&)[Count],
    detail::mistake::bounds_that_are_written_out_are_given_to_buckets_and_without_braces = {})
    ISOMETRIC_DETAIL_REFUSED;

}  // namespace isometric::inline v1
