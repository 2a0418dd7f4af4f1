#pragma once

#include <isometric/description/detail/mistake.hpp>
#include <isometric/description/detail/name_rules.hpp>
#include <isometric/description/detail/rules.hpp>
#include <isometric/description/metric_type.hpp>

#include <cstddef>
#include <string_view>

// Every rule once: what the compile-time and the run-time checks enforce, in which order, and how
// they say so.
#define ISOMETRIC_DETAIL_METRIC_NAME_RULES(RULE)                                                   \
  RULE(metric_name_is_empty, "metric name is empty")                                               \
  RULE(metric_name_must_not_contain_a_colon,                                                       \
       "metric name must not contain a colon: colons are for recording rules", legacy_name)        \
  RULE(metric_name_must_match_letters_digits_and_underscores,                                      \
       "metric name must match letters, digits and underscores: [a-zA-Z_][a-zA-Z0-9_]*")           \
  RULE(metric_name_must_not_begin_with_two_underscores,                                            \
       "metric name must not begin with two underscores: Prometheus reserves such names")          \
  RULE(metric_name_must_not_begin_with_an_underscore,                                              \
       "metric name must not begin with an underscore: OpenMetrics reserves such names",           \
       legacy_name)                                                                                \
  RULE(metric_name_must_not_begin_with_isometric,                                                  \
       "metric name must not begin with isometric_: the library's own metrics have such names")    \
  RULE(metric_name_must_be_snake_case_not_camelCase,                                               \
       "metric name must be snake_case, not camelCase", legacy_name)                               \
  RULE(counter_name_must_end_in_total, "counter name must end in _total", legacy_name)             \
  RULE(only_a_counter_name_may_end_in_total, "only a counter name may end in _total", legacy_name) \
  RULE(metric_name_must_not_end_in_bucket,                                                         \
       "metric name must not end in _bucket: histograms derive such names", legacy_name)           \
  RULE(metric_name_must_not_end_in_count,                                                          \
       "metric name must not end in _count: histograms and summaries derive such names",           \
       legacy_name)                                                                                \
  RULE(metric_name_must_not_end_in_sum,                                                            \
       "metric name must not end in _sum: histograms and summaries derive such names",             \
       legacy_name)                                                                                \
  RULE(metric_name_must_not_end_in_created_gcount_or_gsum,                                         \
       "metric name must not end in _created, _gcount or _gsum: OpenMetrics derives such names",   \
       legacy_name)                                                                                \
  RULE(info_name_must_end_in_info, "info name must end in _info", legacy_name)                     \
  RULE(only_an_info_or_gauge_name_may_end_in_info, "only an info or gauge name may end in _info",  \
       legacy_name)                                                                                \
  RULE(metric_name_must_not_include_a_metric_type,                                                 \
       "metric name must not include a metric type: counter, gauge, histogram, summary",           \
       legacy_name)                                                                                \
  RULE(metric_name_must_use_base_units_such_as_seconds_and_bytes,                                  \
       "metric name must use base units such as seconds and bytes, without a prefix", legacy_name) \
  RULE(metric_name_must_not_contain_abbreviated_units,                                             \
       "metric name must not contain abbreviated units: spell the base unit out", legacy_name)

namespace isometric::inline v1 {
namespace detail {

ISOMETRIC_DETAIL_DEFINE_RULES(MetricNameRule, ISOMETRIC_DETAIL_METRIC_NAME_RULES)

inline constexpr std::string_view type_words[] = {"counter"sv, "gauge"sv, "histogram"sv,
                                                  "summary"sv};

/// Whether `name` breaks this rule, whatever others it breaks.
constexpr bool breaks(MetricNameRule rule, MetricType type, std::string_view name) noexcept {
  using enum MetricNameRule;
  switch (rule) {
    case none: return false;
    case metric_name_is_empty: return name.empty();
    case metric_name_must_not_contain_a_colon:
      return is_identifier(name, true) && !is_identifier(name, false);
    case metric_name_must_match_letters_digits_and_underscores: return !is_identifier(name, true);
    case metric_name_must_not_begin_with_two_underscores: return name.starts_with("__");
    case metric_name_must_not_begin_with_an_underscore: return name.starts_with('_');
    case metric_name_must_not_begin_with_isometric: return name.starts_with("isometric_");
    case metric_name_must_be_snake_case_not_camelCase: return is_camel_case(name);
    case counter_name_must_end_in_total:
      return type == MetricType::counter && !name.ends_with("_total");
    case only_a_counter_name_may_end_in_total:
      return type != MetricType::counter && name.ends_with("_total");
    case metric_name_must_not_end_in_bucket: return name.ends_with("_bucket");
    case metric_name_must_not_end_in_count: return name.ends_with("_count");
    case metric_name_must_not_end_in_sum: return name.ends_with("_sum");
    case metric_name_must_not_end_in_created_gcount_or_gsum:
      return name.ends_with("_created") || name.ends_with("_gcount") || name.ends_with("_gsum");
    case info_name_must_end_in_info: return type == MetricType::info && !name.ends_with("_info");
    case only_an_info_or_gauge_name_may_end_in_info:
      return type != MetricType::info && type != MetricType::gauge && name.ends_with("_info");
    case metric_name_must_not_include_a_metric_type:
      return !find_word_after_first(name, type_words).empty();
    case metric_name_must_use_base_units_such_as_seconds_and_bytes: {
      const UnitWord unit = find_unit(name);
      return unit.word != unit.base;
    }
    case metric_name_must_not_contain_abbreviated_units:
      return !find_word_after_first(name, abbreviated_units).empty();
  }
  return false;
}

/// The first rule that a name breaks which must be kept: one of the rules of the exposition format
/// and of this library; the rest is good practice. Knows no unit and no word, so that sinks, which
/// check this much, do not carry the tables.
constexpr MetricNameRule broken_legacy_rule_of(std::string_view name) noexcept {
  using enum MetricNameRule;
  if (name.empty()) return metric_name_is_empty;
  if (!is_identifier(name, true)) return metric_name_must_match_letters_digits_and_underscores;
  if (name.starts_with("__")) return metric_name_must_not_begin_with_two_underscores;
  if (name.starts_with("isometric_")) return metric_name_must_not_begin_with_isometric;
  return none;
}

}  // namespace detail

namespace detail::mistake {

struct a_name_is_a_literal_or_a_constexpr_array_or_at_run_time_made_by_checked_name {};
struct a_literal_that_is_passed_on_is_given_as_CounterName_or_the_like {};
struct the_name_is_that_of_another_type_of_metric {};

}  // namespace detail::mistake

/// A metric name that must be kept although it breaks the naming rules; made by legacy_name().
/// Converts to the name of a family of any type.
class LegacyName {
 public:
  /// The name, in the caller's storage.
  constexpr std::string_view view() const noexcept { return name_; }

  /// Not for users: the name has been checked by the caller.
  constexpr LegacyName(std::string_view name, detail::Unchecked) noexcept : name_{name} {}

 private:
  std::string_view name_;
};

/// The named escape from the naming rules. What the exposition format and this library demand
/// still holds: [a-zA-Z_:][a-zA-Z0-9_:]*, not `__...`, not `isometric_...`.
#define ISOMETRIC_BREAKS(id) \
  (detail::broken_legacy_rule_of(detail::literal_text(literal)) == detail::MetricNameRule::id)
template <std::size_t Size>
consteval LegacyName legacy_name(const char (&literal)[Size])
    ISOMETRIC_DETAIL_DIAGNOSE(ISOMETRIC_DETAIL_METRIC_NAME_RULES) {
  const std::string_view name = detail::literal_text(literal);
  const auto rule = detail::broken_legacy_rule_of(name);
#if defined(__clang__)
  // In a template, clang evaluates this call before the instantiation reports the broken rule, and
  // a failure here would hide it; so the name goes on empty, which MetricName does not accept.
  return {rule == detail::MetricNameRule::none ? name : std::string_view{}, detail::Unchecked{}};
#else
  detail::require_unbroken(rule);
  return {name, detail::Unchecked{}};
#endif
}
#undef ISOMETRIC_BREAKS

/// The name of a metric family of the given type, checked by the compiler.
///
/// Made from a string literal, so a bad name is a compile error that states the rule; from
/// legacy_name(); or at run time from checked_name() in <isometric/description/runtime_name.hpp>.
/// It refers to the characters and copies nothing: a literal lives for ever, the string given to
/// checked_name() must outlive this object. Instruments copy the name when they are made.
#define ISOMETRIC_BREAKS(id) \
  detail::breaks_first(detail::MetricNameRule::id, Type, detail::literal_text(literal))
template <MetricType Type>
class MetricName {
 public:
  /// Implicit, so that a literal can be passed where a name is asked for. What clang calls the
  /// function, where it cannot see the literal, says what to do.
  template <
      std::size_t Size,
      class = detail::mistake::a_literal_that_is_passed_on_is_given_as_CounterName_or_the_like>
  consteval MetricName(const char (&literal)[Size])
      ISOMETRIC_DETAIL_DIAGNOSE(ISOMETRIC_DETAIL_METRIC_NAME_RULES)
      : MetricName(detail::literal_text(literal), detail::Unchecked{}) {
    detail::require_unbroken(detail::first_broken<detail::MetricNameRule>(Type, name_));
  }

  constexpr MetricName(LegacyName name) noexcept : MetricName(name.view(), detail::Unchecked{}) {
    if (name_.empty()) __builtin_trap();
  }

  template <detail::TextVariable Text>
  ISOMETRIC_DETAIL_MISTAKE(
      "a name is a literal or a constexpr array, or at run time made by "
      "checked_name<MetricType::...>(text): <isometric/description/runtime_name.hpp>")
  MetricName(const Text&,
             detail::mistake::
                 a_name_is_a_literal_or_a_constexpr_array_or_at_run_time_made_by_checked_name = {})
      ISOMETRIC_DETAIL_REFUSED;
  template <MetricType Other>
    requires(Other != Type)
  ISOMETRIC_DETAIL_MISTAKE("the name is that of another type of metric")
  MetricName(const MetricName<Other>&,
             detail::mistake::the_name_is_that_of_another_type_of_metric = {})
      ISOMETRIC_DETAIL_REFUSED;

  /// Not for users: the name has been checked by the caller.
  constexpr MetricName(std::string_view name, detail::Unchecked) noexcept
      : name_{name},
        unit_{Type == MetricType::info ? std::string_view{}
                                       : detail::unit_suffix(name, Type == MetricType::counter)} {}

  static constexpr MetricType type = Type;

  constexpr std::string_view view() const noexcept { return name_; }

  /// The base unit, or "ratio", that ends the name, before `_total` in a counter's; empty if it
  /// ends in none, and for an info, whose 1 has no unit.
  constexpr std::string_view unit() const noexcept { return unit_; }

 private:
  std::string_view name_;
  std::string_view unit_;  // kept, so that a literal's is found by the compiler
};

using CounterName = MetricName<MetricType::counter>;
using GaugeName = MetricName<MetricType::gauge>;
using HistogramName = MetricName<MetricType::histogram>;
using SummaryName = MetricName<MetricType::summary>;
using InfoName = MetricName<MetricType::info>;

}  // namespace isometric::inline v1

#undef ISOMETRIC_BREAKS
