#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/detail/mistake.hpp>
#include <isometric/description/detail/rules.hpp>

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string_view>
#include <type_traits>

#define ISOMETRIC_BUCKETS_RULES(RULE)                                                        \
  RULE(buckets_are_empty, "buckets are empty: give at least one upper bound")                \
  RULE(buckets_must_not_include_infinity_as_Inf_is_added_by_itself,                          \
       "buckets must not include infinity, as +Inf is added by itself")                      \
  RULE(buckets_must_be_finite, "buckets must be finite")                                     \
  RULE(buckets_must_not_be_NaN, "buckets must not be NaN")                                   \
  RULE(buckets_must_be_strictly_increasing, "buckets must be strictly increasing")           \
  RULE(buckets_in_a_literal_are_limited_to_64, "buckets in a literal are limited to 64")     \
  RULE(linear_buckets_need_a_width_above_0, "linear buckets need a width above 0")           \
  RULE(exponential_buckets_need_a_start_above_0, "exponential buckets need a start above 0") \
  RULE(exponential_buckets_need_a_factor_above_1, "exponential buckets need a factor above 1")

#define ISOMETRIC_BOUNDS_GIVEN                                                           \
  "buckets are made by buckets(0.1, 1, 10), or at run time by checked_buckets(bounds): " \
  "<isometric/description/runtime_buckets.hpp>"

namespace isometric::inline v1 {

class ISOMETRIC_DETAIL_LIST_OF(double) BucketList;

namespace detail {

ISOMETRIC_DETAIL_DEFINE_RULES(BucketsRule, ISOMETRIC_BUCKETS_RULES)

using BrokenBucketsRule = BrokenRule<BucketsRule>;

// Pointers and counts: to make a span of them takes compilers as long as all else in this header.

/// The first rule that the bounds break, and the index of the bound that breaks it.
constexpr BrokenBucketsRule broken_rule_of(const double* bounds, std::size_t count) noexcept {
  using enum BucketsRule;
  if (count == 0) return {buckets_are_empty, 0};
  for (std::size_t i = 0; i < count; ++i) {
    const double bound = bounds[i];
    if (is_nan(bound)) return {buckets_must_not_be_NaN, i};
    if (is_equal(bound, infinity) && i + 1 == count) {
      return {buckets_must_not_include_infinity_as_Inf_is_added_by_itself, i};
    }
    if (!is_finite(bound)) return {buckets_must_be_finite, i};
    if (i > 0 && is_at_most(bound, bounds[i - 1])) return {buckets_must_be_strictly_increasing, i};
  }
  return {};
}
constexpr BrokenBucketsRule broken_rule_of(std::span<const double> bounds) noexcept {
  return broken_rule_of(bounds.data(), bounds.size());
}

struct BucketsAccess;

namespace mistake {
struct buckets_are_made_by_buckets_or_at_run_time_by_checked_buckets {};
}  // namespace mistake

}  // namespace detail

/// The upper bounds of a histogram's buckets: finite, strictly increasing, at least one; `+Inf` is
/// added by itself.
///
/// A view that owns nothing. What it refers to, a BucketList or the array given to
/// checked_buckets(), must outlive it; passed straight to an instrument's constructor, a temporary
/// list lives long enough, because the instrument copies the bounds. There is no other way to make
/// one, so whoever holds one need not check it.
class ISOMETRIC_DETAIL_VIEW_OF(double) Buckets {
 public:
  /// Implicit, so that buckets(...) can be passed where buckets are asked for.
  constexpr Buckets(const BucketList& list) noexcept;

  template <class Bounds>
    requires(__is_class(Bounds) || std::is_array_v<Bounds>)
  ISOMETRIC_DETAIL_MISTAKE(ISOMETRIC_BOUNDS_GIVEN)
  Buckets(const Bounds&,
          detail::mistake::buckets_are_made_by_buckets_or_at_run_time_by_checked_buckets = {})
      ISOMETRIC_DETAIL_REFUSED;
  ISOMETRIC_DETAIL_MISTAKE(ISOMETRIC_BOUNDS_GIVEN)
  Buckets(std::initializer_list<double>,
          detail::mistake::buckets_are_made_by_buckets_or_at_run_time_by_checked_buckets = {})
      ISOMETRIC_DETAIL_REFUSED;

  constexpr const double* data() const noexcept { return bounds_; }
  constexpr std::size_t size() const noexcept { return size_; }
  constexpr const double* begin() const noexcept { return data(); }
  constexpr const double* end() const noexcept { return data() + size(); }
  constexpr double operator[](std::size_t index) const noexcept { return bounds_[index]; }

 private:
  friend struct detail::BucketsAccess;
  constexpr Buckets(const double* bounds, std::size_t size) noexcept
      : bounds_{bounds}, size_{size} {}

  const double* bounds_;
  std::size_t size_;
};

/// Checked bounds computed by the compiler, at most `capacity` of them; what buckets(),
/// linear_buckets() and exponential_buckets() return. Keep one in a constexpr variable of static
/// storage duration to share it between histograms, as default_buckets is.
class ISOMETRIC_DETAIL_LIST_OF(double) BucketList {
 public:
  static constexpr std::size_t capacity = 64;

  constexpr const double* data() const noexcept { return bounds_; }
  constexpr std::size_t size() const noexcept { return size_; }

 private:
  friend struct detail::BucketsAccess;
  friend class Buckets;
  // Made in place: clang takes long over each copy of the array.
  constexpr BucketList(const double* bounds, std::size_t size, detail::BucketsRule rule) noexcept
      : size_{size}, rule_{rule} {
    for (std::size_t i = 0; i < size; ++i) bounds_[i] = bounds[i];
  }

  double bounds_[capacity] = {};
  std::size_t size_;
  detail::BucketsRule rule_;
};

constexpr Buckets::Buckets(const BucketList& list) noexcept
    : bounds_{list.bounds_}, size_{list.size_} {
  // Reached only by a broken list that slipped past clang's diagnosis; see BucketsAccess::require.
  if (list.rule_ != detail::BucketsRule::none) __builtin_trap();
}

namespace detail {

/// Makes bucket lists and views; the one friend of both.
struct BucketsAccess {
  static constexpr Buckets view(std::span<const double> bounds) noexcept {
    return {bounds.data(), bounds.size()};
  }

  static constexpr BucketsRule rule(const BucketList& list) noexcept { return list.rule_; }
  static constexpr bool breaks(BucketsRule rule, const BucketList& list) noexcept {
    return list.rule_ == rule;
  }

  static constexpr BucketList broken(BucketsRule rule) noexcept { return {nullptr, 0, rule}; }

  /// A list of the given bounds or, if they break a rule, that rule.
  static constexpr BucketList make(const double* bounds, std::size_t size) noexcept {
    if (size > BucketList::capacity) {
      return broken(BucketsRule::buckets_in_a_literal_are_limited_to_64);
    }
    return {bounds, size, broken_rule_of(bounds, size).rule};
  }

  /// A list of start, next(1, start), ... or, if that breaks a rule, that rule.
  template <class Next>
  static constexpr BucketList generate(double start, std::size_t count, Next next) noexcept {
    if (count > BucketList::capacity) {
      return broken(BucketsRule::buckets_in_a_literal_are_limited_to_64);
    }
    double bounds[BucketList::capacity] = {};
    double bound = start;
    for (std::size_t i = 0; i < count; ++i) {
      if (is_nan(bound)) return broken(BucketsRule::buckets_must_not_be_NaN);
      if (i > 0) bound = next(i, bound);
      if (!is_finite(bound)) return broken(BucketsRule::buckets_must_be_finite);
      bounds[i] = bound;
    }
    return make(bounds, count);
  }
};

template <std::same_as<double>... Bounds>
constexpr BucketList make_buckets(Bounds... bounds) noexcept {
  const double given[sizeof...(bounds) + 1] = {bounds...};
  return BucketsAccess::make(given, sizeof...(bounds));
}

/// For what is no number, too, because clang asks whether a rule is broken before it finds out that
/// the function does not take it.
template <class Bound>
constexpr double bound_of([[maybe_unused]] const Bound& bound) noexcept {
  if constexpr (std::is_arithmetic_v<Bound>) {
    return static_cast<double>(bound);
  } else {
    return 0;
  }
}

// Overflow ends constant evaluation with a message of the compiler's own, so it is foreseen here.
constexpr double sum_or_infinity(double left, double right) noexcept {
  if (is_equal(right, infinity)) return infinity;
  const bool overflows = is_less(0, right) && is_less(largest_double - right, left);
  return overflows ? infinity : left + right;
}

/// For factors above 0.
constexpr double product_or_infinity(double left, double right) noexcept {
  if (!is_finite(left) || !is_finite(right)) return infinity;
  return is_less(1, right) && is_less(largest_double / right, left) ? infinity : left * right;
}

/// Computes each bound from the first, as start + i * width, so that rounding does not add up.
constexpr BucketList make_linear_buckets(double start, double width, std::size_t count) noexcept {
  if (!is_less(0, width))
    return BucketsAccess::broken(BucketsRule::linear_buckets_need_a_width_above_0);
  return BucketsAccess::generate(start, count, [=](std::size_t i, double) {
    return sum_or_infinity(start, product_or_infinity(static_cast<double>(i), width));
  });
}

/// Multiplies again and again, as the Go client does, so that both have the same bounds.
constexpr BucketList make_exponential_buckets(double start, double factor,
                                              std::size_t count) noexcept {
  if (!is_less(0, start)) {
    return BucketsAccess::broken(BucketsRule::exponential_buckets_need_a_start_above_0);
  }
  if (!is_less(1, factor)) {
    return BucketsAccess::broken(BucketsRule::exponential_buckets_need_a_factor_above_1);
  }
  return BucketsAccess::generate(start, count, [=](std::size_t, double previous) {
    return product_or_infinity(previous, factor);
  });
}

}  // namespace detail

/// The bounds given, for a histogram's constructor: buckets(0.1, 1, 10). Bounds that break a rule,
/// and more than BucketList::capacity of them, are a compile error.
#define ISOMETRIC_BREAKS(id)                             \
  detail::BucketsAccess::breaks(detail::BucketsRule::id, \
                                detail::make_buckets(detail::bound_of(bounds)...))
template <class... Bounds>
  requires((std::is_arithmetic_v<Bounds> && !std::same_as<Bounds, bool>) && ...)
consteval BucketList buckets(Bounds... bounds) ISOMETRIC_DETAIL_DIAGNOSE(ISOMETRIC_BUCKETS_RULES) {
  return detail::unbroken<detail::BucketsAccess>(detail::make_buckets(detail::bound_of(bounds)...));
}
#undef ISOMETRIC_BREAKS

template <class Bounds>
  requires(__is_class(Bounds))
ISOMETRIC_DETAIL_MISTAKE(ISOMETRIC_BOUNDS_GIVEN)
BucketList
    buckets(const Bounds&,
            detail::mistake::buckets_are_made_by_buckets_or_at_run_time_by_checked_buckets = {})
        ISOMETRIC_DETAIL_REFUSED;
template <std::size_t Count>
ISOMETRIC_DETAIL_MISTAKE(ISOMETRIC_BOUNDS_GIVEN)
BucketList
    buckets(const double (&)[Count],
            detail::mistake::buckets_are_made_by_buckets_or_at_run_time_by_checked_buckets = {})
        ISOMETRIC_DETAIL_REFUSED;

/// `count` buckets, each `width` wide, the lowest with the upper bound `start`: bound i is
/// start + i * width. A width that is not above 0 and a count of 0 are compile errors.
#define ISOMETRIC_BREAKS(id)                             \
  detail::BucketsAccess::breaks(detail::BucketsRule::id, \
                                detail::make_linear_buckets(start, width, count))
consteval BucketList linear_buckets(double start, double width, std::size_t count)
    ISOMETRIC_DETAIL_DIAGNOSE(ISOMETRIC_BUCKETS_RULES) {
  return detail::unbroken<detail::BucketsAccess>(detail::make_linear_buckets(start, width, count));
}
#undef ISOMETRIC_BREAKS

/// `count` buckets, the lowest with the upper bound `start`, each bound `factor` times the one
/// before. A start that is not above 0, a factor that is not above 1 and a count of 0 are compile
/// errors.
#define ISOMETRIC_BREAKS(id)                             \
  detail::BucketsAccess::breaks(detail::BucketsRule::id, \
                                detail::make_exponential_buckets(start, factor, count))
consteval BucketList exponential_buckets(double start, double factor, std::size_t count)
    ISOMETRIC_DETAIL_DIAGNOSE(ISOMETRIC_BUCKETS_RULES) {
  return detail::unbroken<detail::BucketsAccess>(
      detail::make_exponential_buckets(start, factor, count));
}
#undef ISOMETRIC_BREAKS

/// The default buckets of the Prometheus client libraries, for durations of network services in
/// seconds (Prometheus, "Writing client libraries", Histogram).
inline constexpr BucketList default_buckets =  // not by buckets(), where clang asks for each rule
    detail::make_buckets(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0);
static_assert(detail::BucketsAccess::rule(default_buckets) == detail::BucketsRule::none);

}  // namespace isometric::inline v1

#undef ISOMETRIC_BOUNDS_GIVEN
#undef ISOMETRIC_BUCKETS_RULES
