#pragma once

#include <isometric/description/detail/mistake.hpp>
#include <isometric/description/detail/name_rules.hpp>
#include <isometric/description/detail/rules.hpp>
#include <isometric/description/metric_name.hpp>

#include <cstddef>
#include <string_view>

// Chosen so that a prefix and a metric name together are a metric name.
#define ISOMETRIC_PREFIX_RULES(RULE)                                                             \
  RULE(metric_name_prefix_is_empty, "metric name prefix is empty")                               \
  RULE(metric_name_prefix_must_match_letters_digits_and_underscores,                             \
       "metric name prefix must match letters, digits and underscores: [a-zA-Z_][a-zA-Z0-9_]*")  \
  RULE(metric_name_prefix_must_end_in_an_underscore,                                             \
       "metric name prefix must end in an underscore: it is put before the name as it is")       \
  RULE(metric_name_prefix_must_not_begin_with_an_underscore,                                     \
       "metric name prefix must not begin with an underscore: such names are reserved")          \
  RULE(metric_name_prefix_must_not_begin_with_isometric,                                         \
       "metric name prefix must not begin with isometric_: the library's own metrics have such " \
       "names")                                                                                  \
  RULE(metric_name_prefix_must_be_snake_case_not_camelCase,                                      \
       "metric name prefix must be snake_case, not camelCase")                                   \
  RULE(metric_name_prefix_must_not_include_a_metric_type,                                        \
       "metric name prefix must not include a metric type: counter, gauge, histogram, summary")  \
  RULE(                                                                                          \
      metric_name_prefix_must_not_include_units_other_than_base_units,                           \
      "metric name prefix must not include units other than base units such as seconds and bytes")

#define ISOMETRIC_BREAKS(id) \
  detail::breaks_first(detail::PrefixRule::id, detail::literal_text(literal))

namespace isometric::inline v1 {
namespace detail {

ISOMETRIC_DETAIL_DEFINE_RULES(PrefixRule, ISOMETRIC_PREFIX_RULES)

/// Whether `prefix` breaks this rule, whatever others it breaks.
constexpr bool breaks(PrefixRule rule, std::string_view prefix) noexcept {
  using enum PrefixRule;
  switch (rule) {
    case none: return false;
    case metric_name_prefix_is_empty: return prefix.empty();
    case metric_name_prefix_must_match_letters_digits_and_underscores:
      return !is_identifier(prefix, false);
    case metric_name_prefix_must_end_in_an_underscore: return !prefix.ends_with('_');
    case metric_name_prefix_must_not_begin_with_an_underscore: return prefix.starts_with('_');
    case metric_name_prefix_must_not_begin_with_isometric: return prefix.starts_with("isometric_");
    case metric_name_prefix_must_be_snake_case_not_camelCase: return is_camel_case(prefix);
    case metric_name_prefix_must_not_include_a_metric_type:
      return !find_word_after_first(prefix, type_words).empty();
    case metric_name_prefix_must_not_include_units_other_than_base_units: {
      const UnitWord unit = find_unit(prefix);
      return unit.word != unit.base || !find_word_after_first(prefix, abbreviated_units).empty();
    }
  }
  return false;
}

namespace mistake {
struct a_prefix_is_a_literal_or_a_constexpr_array_or_at_run_time_made_by_checked_prefix {};
}  // namespace mistake

}  // namespace detail

/// What is put before the names of a component's metrics, such as "billing_"; checked by the
/// compiler.
///
/// Made from a string literal, so a bad prefix is a compile error that states the rule; or at run
/// time from checked_prefix() in <isometric/description/runtime_name.hpp>. It refers to the
/// characters and copies nothing: the string given to checked_prefix() must outlive this object.
class MetricNamePrefix {
 public:
  /// Implicit, so that a literal can be passed where a prefix is asked for.
  template <std::size_t Size>
  consteval MetricNamePrefix(const char (&literal)[Size])
      ISOMETRIC_DETAIL_DIAGNOSE(ISOMETRIC_PREFIX_RULES)
      : prefix_{detail::literal_text(literal)} {
    detail::require_unbroken(detail::first_broken<detail::PrefixRule>(prefix_));
  }

  template <detail::TextVariable Text>
  ISOMETRIC_DETAIL_MISTAKE(
      "a prefix is a literal or a constexpr array, or at run time made by checked_prefix(text): "
      "<isometric/description/runtime_name.hpp>")
  MetricNamePrefix(
      const Text&,
      detail::mistake::
          a_prefix_is_a_literal_or_a_constexpr_array_or_at_run_time_made_by_checked_prefix = {})
      ISOMETRIC_DETAIL_REFUSED;

  /// Not for users: the prefix has been checked by the caller.
  constexpr MetricNamePrefix(std::string_view prefix, detail::Unchecked) noexcept
      : prefix_{prefix} {}

  constexpr std::string_view view() const noexcept { return prefix_; }

 private:
  std::string_view prefix_;
};

}  // namespace isometric::inline v1

#undef ISOMETRIC_PREFIX_RULES
#undef ISOMETRIC_BREAKS
