#pragma once

#include <isometric/description/detail/literal.hpp>
#include <isometric/description/detail/name_rules.hpp>
#include <isometric/description/detail/unit_rules.hpp>
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

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wgcc-compat"  // diagnose_if is clang's own
#define ISOMETRIC_DIAGNOSE(id, text)                                                     \
  __attribute__((diagnose_if(                                                            \
      detail::breaks_prefix_rule(detail::PrefixRule::id, detail::literal_text(literal)), \
      "isometric: " text, "error")))
#else
#define ISOMETRIC_DIAGNOSE(id, text)
#endif

namespace isometric::inline v1 {
namespace detail {

enum class PrefixRule : unsigned char {
  none,
#define ISOMETRIC_ENUMERATOR(id, text) id,
  ISOMETRIC_PREFIX_RULES(ISOMETRIC_ENUMERATOR)
#undef ISOMETRIC_ENUMERATOR
};

constexpr std::string_view to_string(PrefixRule rule) noexcept {
  switch (rule) {
    case PrefixRule::none: return {};
#define ISOMETRIC_TEXT(id, text) \
  case PrefixRule::id: return text;
      ISOMETRIC_PREFIX_RULES(ISOMETRIC_TEXT)
#undef ISOMETRIC_TEXT
  }
  return {};
}

/// The first rule that `prefix` breaks; `none` if it is good.
constexpr PrefixRule broken_prefix_rule_of(std::string_view prefix) noexcept {
  using enum PrefixRule;
  if (prefix.empty()) return metric_name_prefix_is_empty;
  if (!is_identifier(prefix, false)) {
    return metric_name_prefix_must_match_letters_digits_and_underscores;
  }
  if (!prefix.ends_with('_')) return metric_name_prefix_must_end_in_an_underscore;
  if (prefix.starts_with('_')) return metric_name_prefix_must_not_begin_with_an_underscore;
  if (prefix.starts_with("isometric_")) return metric_name_prefix_must_not_begin_with_isometric;
  if (is_camel_case(prefix)) return metric_name_prefix_must_be_snake_case_not_camelCase;
  if (!find_word_after_first(prefix, type_words).empty()) {
    return metric_name_prefix_must_not_include_a_metric_type;
  }
  const UnitWord unit = find_unit(prefix);
  if (unit.word != unit.base || !find_word_after_first(prefix, abbreviated_units).empty()) {
    return metric_name_prefix_must_not_include_units_other_than_base_units;
  }
  return none;
}

constexpr bool breaks_prefix_rule(PrefixRule rule, std::string_view prefix) noexcept {
  return broken_prefix_rule_of(prefix) == rule;
}

namespace broken_rule {
#define ISOMETRIC_DECLARE(id, text) \
  inline void id() {                \
    __builtin_trap();               \
  }
ISOMETRIC_PREFIX_RULES(ISOMETRIC_DECLARE)
#undef ISOMETRIC_DECLARE
}  // namespace broken_rule

template <class Rule>
constexpr void require_prefix(Rule rule) {
  switch (rule) {
    case Rule::none: break;
#define ISOMETRIC_CALL(id, text) \
  case Rule::id: broken_rule::id(); break;
      ISOMETRIC_PREFIX_RULES(ISOMETRIC_CALL)
#undef ISOMETRIC_CALL
  }
}

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
  consteval MetricNamePrefix(const char (&literal)[Size]) ISOMETRIC_PREFIX_RULES(ISOMETRIC_DIAGNOSE)
      : prefix_{detail::literal_text(literal)} {
    detail::require_prefix(detail::broken_prefix_rule_of(prefix_));
  }

  /// Not for users: the prefix has been checked by the caller.
  constexpr MetricNamePrefix(std::string_view prefix, detail::Unchecked) noexcept
      : prefix_{prefix} {}

  constexpr std::string_view view() const noexcept { return prefix_; }

 private:
  std::string_view prefix_;
};

}  // namespace isometric::inline v1

#if defined(__clang__)
#pragma clang diagnostic pop
#endif

#undef ISOMETRIC_DIAGNOSE
#undef ISOMETRIC_PREFIX_RULES
