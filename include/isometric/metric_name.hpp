#pragma once

#include <cstddef>
#include <isometric/detail/literal.hpp>
#include <isometric/detail/name_rules.hpp>
#include <isometric/detail/unit_rules.hpp>
#include <isometric/metric_type.hpp>
#include <string_view>

// Every rule once: what the compile-time and the run-time checks enforce, in which order, and how
// they say so. g++ shows the identifier, clang and the exceptions show the text.
#define ISOMETRIC_METRIC_NAME_RULES(RULE)                                                          \
  RULE(metric_name_is_empty, "metric name is empty")                                               \
  RULE(metric_name_must_not_contain_a_colon,                                                       \
       "metric name must not contain a colon: colons are for recording rules")                     \
  RULE(metric_name_must_match_letters_digits_and_underscores,                                      \
       "metric name must match letters, digits and underscores: [a-zA-Z_][a-zA-Z0-9_]*")           \
  RULE(metric_name_must_not_begin_with_two_underscores,                                            \
       "metric name must not begin with two underscores: Prometheus reserves such names")          \
  RULE(metric_name_must_not_begin_with_an_underscore,                                              \
       "metric name must not begin with an underscore: OpenMetrics reserves such names")           \
  RULE(metric_name_must_not_begin_with_isometric,                                                  \
       "metric name must not begin with isometric_: the library's own metrics have such names")    \
  RULE(metric_name_must_be_snake_case_not_camelCase,                                               \
       "metric name must be snake_case, not camelCase")                                            \
  RULE(counter_name_must_end_in_total, "counter name must end in _total")                          \
  RULE(only_a_counter_name_may_end_in_total, "only a counter name may end in _total")              \
  RULE(metric_name_must_not_end_in_bucket,                                                         \
       "metric name must not end in _bucket: histograms derive such names")                        \
  RULE(metric_name_must_not_end_in_count,                                                          \
       "metric name must not end in _count: histograms and summaries derive such names")           \
  RULE(metric_name_must_not_end_in_sum,                                                            \
       "metric name must not end in _sum: histograms and summaries derive such names")             \
  RULE(metric_name_must_not_end_in_created,                                                        \
       "metric name must not end in _created: OpenMetrics derives such names")                     \
  RULE(metric_name_must_not_end_in_gcount,                                                         \
       "metric name must not end in _gcount: OpenMetrics derives such names")                      \
  RULE(metric_name_must_not_end_in_gsum,                                                           \
       "metric name must not end in _gsum: OpenMetrics derives such names")                        \
  RULE(only_an_info_or_gauge_name_may_end_in_info, "only an info or gauge name may end in _info")  \
  RULE(metric_name_must_not_include_the_type_counter,                                              \
       "metric name must not include the type counter")                                            \
  RULE(metric_name_must_not_include_the_type_gauge, "metric name must not include the type gauge") \
  RULE(metric_name_must_not_include_the_type_histogram,                                            \
       "metric name must not include the type histogram")                                          \
  RULE(metric_name_must_not_include_the_type_summary,                                              \
       "metric name must not include the type summary")                                            \
  RULE(metric_name_must_use_the_base_unit_seconds, "metric name must use the base unit seconds")   \
  RULE(metric_name_must_use_the_base_unit_bytes, "metric name must use the base unit bytes")       \
  RULE(metric_name_must_use_the_base_unit_meters, "metric name must use the base unit meters")     \
  RULE(metric_name_must_use_the_base_unit_metres, "metric name must use the base unit metres")     \
  RULE(metric_name_must_use_the_base_unit_grams, "metric name must use the base unit grams")       \
  RULE(metric_name_must_use_the_base_unit_joules, "metric name must use the base unit joules")     \
  RULE(metric_name_must_use_the_base_unit_celsius, "metric name must use the base unit celsius")   \
  RULE(metric_name_must_use_the_base_unit_kelvin, "metric name must use the base unit kelvin")     \
  RULE(metric_name_must_use_the_base_unit_volts, "metric name must use the base unit volts")       \
  RULE(metric_name_must_use_the_base_unit_amperes, "metric name must use the base unit amperes")   \
  RULE(metric_name_must_not_contain_abbreviated_units,                                             \
       "metric name must not contain abbreviated units: spell the base unit out")

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wgcc-compat"  // diagnose_if is clang's own
// One plain error at the user's line; the call in the body would be an indirect note.
#define ISOMETRIC_DIAGNOSE(id, text)                                                             \
  __attribute__((diagnose_if(                                                                    \
      detail::broken_rule_of(Type, detail::literal_text(literal)) == detail::MetricNameRule::id, \
      "isometric: " text, "error")))
#define ISOMETRIC_DIAGNOSE_LEGACY(id, text)                                                       \
  __attribute__((diagnose_if(                                                                     \
      detail::broken_legacy_rule_of(detail::literal_text(literal)) == detail::MetricNameRule::id, \
      "isometric: " text, "error")))
#else
#define ISOMETRIC_DIAGNOSE(id, text)
#define ISOMETRIC_DIAGNOSE_LEGACY(id, text)
#endif

namespace isometric {
inline namespace v1 {
namespace detail {

enum class MetricNameRule : unsigned char {
  none,
#define ISOMETRIC_ENUMERATOR(id, text) id,
  ISOMETRIC_METRIC_NAME_RULES(ISOMETRIC_ENUMERATOR)
#undef ISOMETRIC_ENUMERATOR
};

constexpr std::string_view to_string(MetricNameRule rule) noexcept {
  switch (rule) {
    case MetricNameRule::none:
      return {};
#define ISOMETRIC_TEXT(id, text) \
  case MetricNameRule::id:       \
    return text;
      ISOMETRIC_METRIC_NAME_RULES(ISOMETRIC_TEXT)
#undef ISOMETRIC_TEXT
  }
  return {};
}

/// The rules of the exposition format and of this library; the rest is good practice.
constexpr MetricNameRule broken_legacy_rule_of(std::string_view name) noexcept {
  using enum MetricNameRule;
  if (name.empty()) return metric_name_is_empty;
  if (!is_identifier(name, true)) return metric_name_must_match_letters_digits_and_underscores;
  if (name.starts_with("__")) return metric_name_must_not_begin_with_two_underscores;
  if (name.starts_with("isometric_")) return metric_name_must_not_begin_with_isometric;
  return none;
}

constexpr MetricNameRule broken_suffix_rule_of(MetricType type, std::string_view name) noexcept {
  using enum MetricNameRule;
  const bool is_counter = type == MetricType::counter;
  if (name.ends_with("_total") != is_counter) {
    return is_counter ? counter_name_must_end_in_total : only_a_counter_name_may_end_in_total;
  }
  if (name.ends_with("_bucket")) return metric_name_must_not_end_in_bucket;
  if (name.ends_with("_count")) return metric_name_must_not_end_in_count;
  if (name.ends_with("_sum")) return metric_name_must_not_end_in_sum;
  if (name.ends_with("_created")) return metric_name_must_not_end_in_created;
  if (name.ends_with("_gcount")) return metric_name_must_not_end_in_gcount;
  if (name.ends_with("_gsum")) return metric_name_must_not_end_in_gsum;
  if (type != MetricType::info && type != MetricType::gauge && name.ends_with("_info")) {
    return only_an_info_or_gauge_name_may_end_in_info;
  }
  return none;
}

constexpr MetricNameRule broken_type_rule_of(std::string_view name) noexcept {
  using enum MetricNameRule;
  constexpr std::string_view types[] = {"counter", "gauge", "histogram", "summary"};
  const std::string_view found = find_word_after_first(name, types);
  if (found.empty()) return none;
  if (found == types[0]) return metric_name_must_not_include_the_type_counter;
  if (found == types[1]) return metric_name_must_not_include_the_type_gauge;
  if (found == types[2]) return metric_name_must_not_include_the_type_histogram;
  return metric_name_must_not_include_the_type_summary;
}

constexpr MetricNameRule broken_unit_rule_of(std::string_view name) noexcept {
  using enum MetricNameRule;
  const UnitWord unit = find_unit(name);
  if (unit.word != unit.base) {
    if (unit.base == "seconds") return metric_name_must_use_the_base_unit_seconds;
    if (unit.base == "bytes") return metric_name_must_use_the_base_unit_bytes;
    if (unit.base == "meters") return metric_name_must_use_the_base_unit_meters;
    if (unit.base == "metres") return metric_name_must_use_the_base_unit_metres;
    if (unit.base == "grams") return metric_name_must_use_the_base_unit_grams;
    if (unit.base == "joules") return metric_name_must_use_the_base_unit_joules;
    if (unit.base == "celsius") return metric_name_must_use_the_base_unit_celsius;
    if (unit.base == "kelvin") return metric_name_must_use_the_base_unit_kelvin;
    if (unit.base == "volts") return metric_name_must_use_the_base_unit_volts;
    return metric_name_must_use_the_base_unit_amperes;
  }
  if (!find_word_after_first(name, abbreviated_units).empty()) {
    return metric_name_must_not_contain_abbreviated_units;
  }
  return none;
}

/// The first rule that `name` breaks as the name of a family of this type; `none` if it is good.
constexpr MetricNameRule broken_rule_of(MetricType type, std::string_view name) noexcept {
  using enum MetricNameRule;
  if (name.find(':') != std::string_view::npos) return metric_name_must_not_contain_a_colon;
  if (const auto rule = broken_legacy_rule_of(name); rule != none) return rule;
  if (name.front() == '_') return metric_name_must_not_begin_with_an_underscore;
  if (is_camel_case(name)) return metric_name_must_be_snake_case_not_camelCase;
  if (const auto rule = broken_suffix_rule_of(type, name); rule != none) return rule;
  if (const auto rule = broken_type_rule_of(name); rule != none) return rule;
  return broken_unit_rule_of(name);
}

// Never defined: to call one in a constant expression is an error that quotes its name.
namespace broken_rule {
#define ISOMETRIC_DECLARE(id, text) void id();
ISOMETRIC_METRIC_NAME_RULES(ISOMETRIC_DECLARE)
#undef ISOMETRIC_DECLARE
}  // namespace broken_rule

/// Ends constant evaluation with the rule's name unless the rule is `none`. A template, because a
/// plain function with no way to be constant is an error of its own.
template <class Rule>
constexpr void require_metric_name(Rule rule) {
  switch (rule) {
    case Rule::none:
      break;
#define ISOMETRIC_CALL(id, text) \
  case Rule::id:                 \
    broken_rule::id();           \
    break;
      ISOMETRIC_METRIC_NAME_RULES(ISOMETRIC_CALL)
#undef ISOMETRIC_CALL
  }
}

}  // namespace detail

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
template <std::size_t Size>
consteval LegacyName legacy_name(const char (&literal)[Size])
    ISOMETRIC_METRIC_NAME_RULES(ISOMETRIC_DIAGNOSE_LEGACY) {
  const std::string_view name = detail::literal_text(literal);
  const auto rule = detail::broken_legacy_rule_of(name);
#if defined(__clang__)
  // In a template, clang evaluates this call before the instantiation reports the broken rule, and
  // a failure here would hide it; so the name goes on empty, which MetricName does not accept.
  return {rule == detail::MetricNameRule::none ? name : std::string_view{}, detail::Unchecked{}};
#else
  detail::require_metric_name(rule);
  return {name, detail::Unchecked{}};
#endif
}

/// The name of a metric family of the given type, checked by the compiler.
///
/// Made from a string literal, so a bad name is a compile error that states the rule; from
/// legacy_name(); or at run time from checked_name() in <isometric/runtime_name.hpp>. It refers to
/// the characters and copies nothing: a literal lives for ever, the string given to checked_name()
/// must outlive this object. Instruments copy the name when they are made.
template <MetricType Type>
class MetricName {
 public:
  /// Implicit, so that a literal can be passed where a name is asked for.
  template <std::size_t Size>
  consteval MetricName(const char (&literal)[Size]) ISOMETRIC_METRIC_NAME_RULES(ISOMETRIC_DIAGNOSE)
      : name_{detail::literal_text(literal)} {
    detail::require_metric_name(detail::broken_rule_of(Type, name_));
  }

  constexpr MetricName(LegacyName name) noexcept : name_{name.view()} {
    if (name_.empty()) __builtin_trap();
  }

  /// Not for users: the name has been checked by the caller.
  constexpr MetricName(std::string_view name, detail::Unchecked) noexcept : name_{name} {}

  static constexpr MetricType type = Type;

  constexpr std::string_view view() const noexcept { return name_; }

  /// The base unit, or "ratio", that ends the name, before `_total` in a counter's; empty if it
  /// ends in none.
  constexpr std::string_view unit() const noexcept { return detail::unit_suffix(name_); }

 private:
  std::string_view name_;
};

using CounterName = MetricName<MetricType::counter>;
using GaugeName = MetricName<MetricType::gauge>;
using HistogramName = MetricName<MetricType::histogram>;
using SummaryName = MetricName<MetricType::summary>;
using InfoName = MetricName<MetricType::info>;

}  // namespace v1
}  // namespace isometric

#if defined(__clang__)
#pragma clang diagnostic pop
#endif

#undef ISOMETRIC_DIAGNOSE_LEGACY
#undef ISOMETRIC_DIAGNOSE
#undef ISOMETRIC_METRIC_NAME_RULES
