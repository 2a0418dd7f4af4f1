#pragma once

#include <isometric/description/detail/mistake.hpp>
#include <isometric/description/detail/name_rules.hpp>
#include <isometric/description/detail/rules.hpp>

#include <cstddef>
#include <string_view>

#define ISOMETRIC_DETAIL_LABEL_NAME_RULES(RULE)                                          \
  RULE(label_name_is_empty, "label name is empty")                                       \
  RULE(label_name_must_match_letters_digits_and_underscores,                             \
       "label name must match letters, digits and underscores: [a-zA-Z_][a-zA-Z0-9_]*")  \
  RULE(label_name_must_not_begin_with_two_underscores,                                   \
       "label name must not begin with two underscores: Prometheus reserves such names") \
  RULE(label_name_le_is_reserved_for_histogram_buckets,                                  \
       "label name le is reserved for histogram buckets")                                \
  RULE(label_name_quantile_is_reserved_for_summaries,                                    \
       "label name quantile is reserved for summaries")                                  \
  RULE(label_name_must_be_snake_case_not_camelCase,                                      \
       "label name must be snake_case, not camelCase", legacy_label_name)

namespace isometric::inline v1 {
namespace detail {

ISOMETRIC_DETAIL_DEFINE_RULES(LabelNameRule, ISOMETRIC_DETAIL_LABEL_NAME_RULES)

/// Whether `name` breaks this rule, whatever others it breaks. `le` and `quantile` are refused on
/// every type, so that one label can be used on any instrument.
constexpr bool breaks(LabelNameRule rule, std::string_view name) noexcept {
  using enum LabelNameRule;
  switch (rule) {
    case none: return false;
    case label_name_is_empty: return name.empty();
    case label_name_must_match_letters_digits_and_underscores: return !is_identifier(name, false);
    case label_name_must_not_begin_with_two_underscores: return name.starts_with("__");
    case label_name_le_is_reserved_for_histogram_buckets: return name == "le";
    case label_name_quantile_is_reserved_for_summaries: return name == "quantile";
    case label_name_must_be_snake_case_not_camelCase: return is_camel_case(name);
  }
  return false;
}

/// The first rule that a name breaks which must be kept: any but those of style.
constexpr LabelNameRule broken_legacy_label_name_rule_of(std::string_view name) noexcept {
  using enum LabelNameRule;
  const auto rule = first_broken<LabelNameRule>(name);
  return rule == label_name_must_be_snake_case_not_camelCase ? none : rule;
}

}  // namespace detail

/// A label name that must be kept although it is camelCase; made by legacy_label_name(). Stands
/// where the name of a Label is asked for, and converts to a LabelName.
template <std::size_t Size>
class LegacyLabelName {
 public:
  /// The name, in the literal.
  constexpr std::string_view view() const noexcept { return detail::literal_text(literal_); }

  /// Not for users: the name has been checked by the caller.
  constexpr LegacyLabelName(const char (&literal)[Size], detail::Unchecked) noexcept
      : literal_{literal} {}

 private:
  const char (&literal_)[Size];
};

#define ISOMETRIC_BREAKS(id)                                                  \
  (detail::broken_legacy_label_name_rule_of(detail::literal_text(literal)) == \
   detail::LabelNameRule::id)
/// The named escape from snake_case: `Label<legacy_label_name("modelName")>`. What the exposition
/// format and this library demand still holds: [a-zA-Z_][a-zA-Z0-9_]*, not `__...`, neither `le`
/// nor `quantile`.
template <std::size_t Size>
consteval LegacyLabelName<Size> legacy_label_name(const char (&literal)[Size])
    ISOMETRIC_DETAIL_DIAGNOSE(ISOMETRIC_DETAIL_LABEL_NAME_RULES) {
  detail::require_unbroken(detail::broken_legacy_label_name_rule_of(detail::literal_text(literal)));
  return {literal, detail::Unchecked{}};
}
#undef ISOMETRIC_BREAKS

#define ISOMETRIC_BREAKS(id) \
  detail::breaks_first(detail::LabelNameRule::id, detail::literal_text(literal))
namespace detail {

namespace mistake {
struct a_label_name_is_a_literal_or_a_constexpr_array_or_at_run_time_made_by_checked_label_name {};
}  // namespace mistake

/// A label's name as a template argument. Its members are public because
/// the language asks that of the type of a template argument.
template <std::size_t Size>
struct LabelNameLiteral {
  consteval LabelNameLiteral(const char (&literal)[Size])
      ISOMETRIC_DETAIL_DIAGNOSE(ISOMETRIC_DETAIL_LABEL_NAME_RULES) {
    for (std::size_t i = 0; i < Size; ++i) characters[i] = literal[i];
    require_unbroken(first_broken<LabelNameRule>(view()));
  }

  consteval LabelNameLiteral(const LegacyLabelName<Size>& name) {
    name.view().copy(characters, Size);
  }

  constexpr std::string_view view() const noexcept { return literal_text(characters); }

  char characters[Size] = {};
};

}  // namespace detail

/// The name of a label that is no part of a type, checked by the compiler:
/// what an adaptor or a helper takes. Labels of instruments are types; see
/// <isometric/description/label.hpp>.
///
/// Made from a string literal, so a bad name is a compile error that states
/// the rule; from legacy_label_name(); or at run time from checked_label_name() in
/// <isometric/description/runtime_name.hpp>. It refers to the characters and copies
/// nothing: the string given to checked_label_name() must outlive this
/// object.
class LabelName {
 public:
  /// Implicit, so that a literal can be passed where a name is asked for.
  template <std::size_t Size>
  consteval LabelName(const char (&literal)[Size])
      ISOMETRIC_DETAIL_DIAGNOSE(ISOMETRIC_DETAIL_LABEL_NAME_RULES)
      : name_{detail::literal_text(literal)} {
    detail::require_unbroken(detail::first_broken<detail::LabelNameRule>(name_));
  }

  template <std::size_t Size>
  constexpr LabelName(const LegacyLabelName<Size>& name) noexcept : name_{name.view()} {}

  template <detail::TextVariable Text>
  ISOMETRIC_DETAIL_MISTAKE(
      "a label name is a literal or a constexpr array, or at run time made by "
      "checked_label_name(text): <isometric/description/runtime_name.hpp>")
  LabelName(
      const Text&,
      detail::mistake::
          a_label_name_is_a_literal_or_a_constexpr_array_or_at_run_time_made_by_checked_label_name =
              {}) ISOMETRIC_DETAIL_REFUSED;

  /// Not for users: the name has been checked by the caller.
  constexpr LabelName(std::string_view name, detail::Unchecked) noexcept : name_{name} {}

  constexpr std::string_view view() const noexcept { return name_; }

 private:
  std::string_view name_;
};

}  // namespace isometric::inline v1

#undef ISOMETRIC_BREAKS
