#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/detail/mistake.hpp>
#include <isometric/description/detail/rules.hpp>
#include <isometric/description/family_descriptor.hpp>

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string_view>

#define ISOMETRIC_QUANTILES_RULES(RULE)                                                            \
  RULE(quantiles_must_not_be_NaN, "quantiles must not be NaN")                                     \
  RULE(quantile_must_be_above_0_and_below_1, "quantile must be above 0 and below 1")               \
  RULE(quantile_error_must_be_above_0_or_every_observation_is_kept,                                \
       "quantile error must be above 0, or every observation is kept")                             \
  RULE(quantile_error_must_not_reach_below_0_or_above_1,                                           \
       "quantile error must not reach below 0 or above 1")                                         \
  RULE(quantiles_must_not_be_repeated, "quantiles must not be repeated")                           \
  RULE(quantiles_must_be_sorted, "quantiles must be sorted")                                       \
  RULE(quantiles_in_a_literal_are_limited_to_16, "quantiles in a literal are limited to 16")       \
  RULE(quantile_window_must_last_for_some_time, "quantile window must last for some time")         \
  RULE(quantile_window_must_end_within_285_years, "quantile window must end within 285 years")     \
  RULE(quantile_window_needs_at_least_1_age_bucket, "quantile window needs at least 1 age bucket") \
  RULE(quantile_window_is_limited_to_100_age_buckets,                                              \
       "quantile window is limited to 100 age buckets")                                            \
  RULE(quantile_window_needs_at_least_1_millisecond_for_each_age_bucket,                           \
       "quantile window needs at least 1 millisecond for each age bucket")

#define ISOMETRIC_BREAKS(id)                                               \
  (detail::QuantilesAccess::rule(detail::make_quantiles(given, window)) == \
   detail::QuantilesRule::id)

#define ISOMETRIC_QUANTILES_GIVEN                                                               \
  "quantiles are made by quantiles({{0.5, 0.05}}), or at run time by checked_quantiles(list): " \
  "<isometric/description/runtime_quantiles.hpp>"

namespace isometric::inline v1 {

class ISOMETRIC_DETAIL_LIST_OF(Quantile) QuantileList;

namespace detail {

ISOMETRIC_DETAIL_DEFINE_RULES(QuantilesRule, ISOMETRIC_QUANTILES_RULES)

/// The first rule that the window breaks. Beyond these, prometheus-cpp divides by zero, loops
/// without end, overflows its clock or is out of memory.
constexpr QuantilesRule broken_rule_of(QuantileWindow window) noexcept {
  using enum QuantilesRule;
  if (window.age_buckets < 1) return quantile_window_needs_at_least_1_age_bucket;
  if (window.age_buckets > 100) return quantile_window_is_limited_to_100_age_buckets;
  const double seconds = window.max_age_seconds;
  if (!is_less(0, seconds)) return quantile_window_must_last_for_some_time;
  if (is_less(9e9, seconds)) return quantile_window_must_end_within_285_years;
  if (is_less(seconds * 1000, window.age_buckets)) {
    return quantile_window_needs_at_least_1_millisecond_for_each_age_bucket;
  }
  return none;
}

/// The first rule that a quantile breaks which comes after `previous`, or after none if that is 0.
constexpr QuantilesRule broken_rule_of(Quantile given, double previous) noexcept {
  using enum QuantilesRule;
  const auto [quantile, error] = given;
  if (is_nan(quantile) || is_nan(error)) return quantiles_must_not_be_NaN;
  if (!is_less(0, quantile) || !is_less(quantile, 1)) return quantile_must_be_above_0_and_below_1;
  if (!is_less(0, error)) return quantile_error_must_be_above_0_or_every_observation_is_kept;
  if (is_less(quantile, error) || is_less(1, quantile + error)) {
    return quantile_error_must_not_reach_below_0_or_above_1;
  }
  // What prometheus-cpp prints with 16 digits must differ as well, or the page is invalid.
  constexpr double least_difference = 1e-15;
  if (is_at_most(quantile, previous - least_difference)) return quantiles_must_be_sorted;
  if (is_less(quantile, previous + least_difference) && is_less(0, previous)) {
    return quantiles_must_not_be_repeated;
  }
  return none;
}

/// The index is that of the quantile, or as many as there are if it is the window.
using BrokenQuantilesRule = BrokenRule<QuantilesRule>;

/// The first rule that a summary with these quantiles breaks. Without any, the window tells
/// nothing and may be what it likes.
constexpr BrokenQuantilesRule broken_rule_of(const Quantile* quantiles, std::size_t count,
                                             QuantileWindow window) noexcept {
  double previous = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const QuantilesRule rule = broken_rule_of(quantiles[i], previous);
    if (rule != QuantilesRule::none) return {rule, i};
    previous = quantiles[i].quantile;
  }
  if (count == 0) return {};
  return {broken_rule_of(window), count};
}
constexpr BrokenQuantilesRule broken_rule_of(std::span<const Quantile> quantiles,
                                             QuantileWindow window) noexcept {
  return broken_rule_of(quantiles.data(), quantiles.size(), window);
}

struct QuantilesAccess;

namespace mistake {
struct quantiles_are_made_by_quantiles_or_at_run_time_by_checked_quantiles {};
}  // namespace mistake

}  // namespace detail

/// The quantiles that a summary estimates, and over which time: each above 0 and below 1, sorted,
/// with an error that makes sense. Default-constructed: none.
///
/// A view that owns nothing. What it refers to, a QuantileList or the array given to
/// checked_quantiles(), must outlive it; passed straight to an instrument's constructor, a
/// temporary list lives long enough, because the instrument's sink copies the quantiles. There is
/// no other way to make one, so whoever holds one need not check it.
class ISOMETRIC_DETAIL_VIEW_OF(Quantile) Quantiles {
 public:
  constexpr Quantiles() noexcept = default;

  /// Implicit, so that quantiles(...) can be passed where quantiles are asked for.
  constexpr Quantiles(const QuantileList& list) noexcept;

  template <class List>
    requires(__is_class(List) || std::is_array_v<List>)
  ISOMETRIC_DETAIL_MISTAKE(ISOMETRIC_QUANTILES_GIVEN)
  Quantiles(const List&,
            detail::mistake::quantiles_are_made_by_quantiles_or_at_run_time_by_checked_quantiles =
                {}) ISOMETRIC_DETAIL_REFUSED;
  ISOMETRIC_DETAIL_MISTAKE(ISOMETRIC_QUANTILES_GIVEN)
  Quantiles(std::initializer_list<Quantile>,
            detail::mistake::quantiles_are_made_by_quantiles_or_at_run_time_by_checked_quantiles =
                {}) ISOMETRIC_DETAIL_REFUSED;
  // Without errors. A template, so that a list which the one before takes as well goes there.
  template <class = void>
  ISOMETRIC_DETAIL_MISTAKE(ISOMETRIC_QUANTILES_GIVEN)
  Quantiles(std::initializer_list<double>,
            detail::mistake::quantiles_are_made_by_quantiles_or_at_run_time_by_checked_quantiles =
                {}) ISOMETRIC_DETAIL_REFUSED;

  constexpr const Quantile* data() const noexcept { return quantiles_; }
  constexpr std::size_t size() const noexcept { return size_; }
  constexpr const Quantile* begin() const noexcept { return data(); }
  constexpr const Quantile* end() const noexcept { return data() + size(); }
  constexpr const Quantile& operator[](std::size_t index) const noexcept {
    return quantiles_[index];
  }

  constexpr QuantileWindow window() const noexcept { return window_; }

 private:
  friend struct detail::QuantilesAccess;
  constexpr Quantiles(const Quantile* quantiles, std::size_t size, QuantileWindow window) noexcept
      : quantiles_{quantiles}, size_{size}, window_{window} {}

  const Quantile* quantiles_ = nullptr;
  std::size_t size_ = 0;
  QuantileWindow window_;
};

/// Checked quantiles, at most `capacity` of them; what quantiles() returns. Keep one in a constexpr
/// variable of static storage duration to share it between summaries.
class ISOMETRIC_DETAIL_LIST_OF(Quantile) QuantileList {
 public:
  static constexpr std::size_t capacity = 16;

  constexpr const Quantile* data() const noexcept { return quantiles_; }
  constexpr std::size_t size() const noexcept { return size_; }
  constexpr QuantileWindow window() const noexcept { return window_; }

 private:
  friend struct detail::QuantilesAccess;
  friend class Quantiles;
  constexpr QuantileList() noexcept = default;

  Quantile quantiles_[capacity] = {};
  std::size_t size_ = 0;
  QuantileWindow window_;
  detail::QuantilesRule rule_ = detail::QuantilesRule::none;
};

constexpr Quantiles::Quantiles(const QuantileList& list) noexcept
    : quantiles_{list.quantiles_}, size_{list.size_}, window_{list.window_} {
  // Reached only by a broken list that slipped past clang's diagnosis; see quantiles().
  if (list.rule_ != detail::QuantilesRule::none) __builtin_trap();
}

namespace detail {

/// Makes quantile lists and views; the one friend of both.
struct QuantilesAccess {
  static constexpr Quantiles view(std::span<const Quantile> quantiles,
                                  QuantileWindow window) noexcept {
    return {quantiles.data(), quantiles.size(), window};
  }

  static constexpr QuantilesRule rule(const QuantileList& list) noexcept { return list.rule_; }

  /// A list of the given quantiles, marked with the rule that they break.
  static constexpr QuantileList make(const Quantile* quantiles, std::size_t size,
                                     QuantileWindow window) noexcept {
    QuantileList list;
    if (size > QuantileList::capacity) {
      list.rule_ = QuantilesRule::quantiles_in_a_literal_are_limited_to_16;
      return list;
    }
    for (; list.size_ < size; ++list.size_) list.quantiles_[list.size_] = quantiles[list.size_];
    list.window_ = window;
    list.rule_ = broken_rule_of(quantiles, size, window).rule;
    return list;
  }
};

template <std::size_t Count>
constexpr QuantileList make_quantiles(const Quantile (&given)[Count],
                                      QuantileWindow window) noexcept {
  return QuantilesAccess::make(given, Count, window);
}

}  // namespace detail

/// The quantiles given, each with its error, for a summary's constructor; the window follows them:
///
///     isometric::quantiles({{0.5, 0.05}, {0.99, 0.001}}, {.max_age_seconds = 600})
///
/// Quantiles or a window that break a rule, and more than QuantileList::capacity of them, are a
/// compile error.
template <std::size_t Count>
consteval QuantileList quantiles(const Quantile (&given)[Count], QuantileWindow window = {})
    ISOMETRIC_DETAIL_DIAGNOSE(ISOMETRIC_QUANTILES_RULES) {
  return detail::unbroken<detail::QuantilesAccess>(detail::make_quantiles(given, window));
}

}  // namespace isometric::inline v1

#undef ISOMETRIC_QUANTILES_GIVEN
#undef ISOMETRIC_QUANTILES_RULES
#undef ISOMETRIC_BREAKS
