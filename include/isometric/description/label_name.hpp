#pragma once

#include <isometric/description/detail/literal.hpp>
#include <isometric/description/detail/name_rules.hpp>

#include <cstddef>
#include <string_view>

#define ISOMETRIC_LABEL_NAME_RULES(RULE)                                                 \
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
       "label name must be snake_case, not "                                             \
       "camelCase")

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wgcc-compat"  // diagnose_if is clang's own
#define ISOMETRIC_DIAGNOSE(id, text)                                                       \
  __attribute__((diagnose_if(                                                              \
      detail::breaks_label_rule(detail::LabelNameRule::id, detail::literal_text(literal)), \
      "isometric: " text, "error")))
#else
#define ISOMETRIC_DIAGNOSE(id, text)
#endif

namespace isometric::inline v1 {
namespace detail {

enum class LabelNameRule : unsigned char {
  none,
#define ISOMETRIC_ENUMERATOR(id, text) id,
  ISOMETRIC_LABEL_NAME_RULES(ISOMETRIC_ENUMERATOR)
#undef ISOMETRIC_ENUMERATOR
};

constexpr std::string_view to_string(LabelNameRule rule) noexcept {
  switch (rule) {
    case LabelNameRule::none: return {};
#define ISOMETRIC_TEXT(id, text) \
  case LabelNameRule::id: return text;
      ISOMETRIC_LABEL_NAME_RULES(ISOMETRIC_TEXT)
#undef ISOMETRIC_TEXT
  }
  return {};
}

/// The first rule that `name` breaks as the name of a label; `none` if it
/// is good. `le` and `quantile` are refused on every type, so that one
/// label can be used on any instrument.
constexpr LabelNameRule broken_label_name_rule_of(std::string_view name) noexcept {
  using enum LabelNameRule;
  if (name.empty()) return label_name_is_empty;
  if (!is_identifier(name, false)) return label_name_must_match_letters_digits_and_underscores;
  if (name.starts_with("__")) return label_name_must_not_begin_with_two_underscores;
  if (name == "le") return label_name_le_is_reserved_for_histogram_buckets;
  if (name == "quantile") return label_name_quantile_is_reserved_for_summaries;
  if (is_camel_case(name)) return label_name_must_be_snake_case_not_camelCase;
  return none;
}

constexpr bool breaks_label_rule(LabelNameRule rule, std::string_view name) noexcept {
  return broken_label_name_rule_of(name) == rule;
}

namespace broken_rule {
#define ISOMETRIC_DECLARE(id, text) \
  inline void id() {                \
    __builtin_trap();               \
  }
ISOMETRIC_LABEL_NAME_RULES(ISOMETRIC_DECLARE)
#undef ISOMETRIC_DECLARE
}  // namespace broken_rule

template <class Rule>
constexpr void require_label_name(Rule rule) {
  switch (rule) {
    case Rule::none: break;
#define ISOMETRIC_CALL(id, text) \
  case Rule::id: broken_rule::id(); break;
      ISOMETRIC_LABEL_NAME_RULES(ISOMETRIC_CALL)
#undef ISOMETRIC_CALL
  }
}

/// A label's name as a template argument. Its members are public because
/// the language asks that of the type of a template argument.
template <std::size_t Size>
struct LabelNameLiteral {
  consteval LabelNameLiteral(const char (&literal)[Size])
      ISOMETRIC_LABEL_NAME_RULES(ISOMETRIC_DIAGNOSE) {
    for (std::size_t i = 0; i < Size; ++i) characters[i] = literal[i];
    require_label_name(broken_label_name_rule_of(view()));
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
/// the rule; or at run time from checked_label_name() in
/// <isometric/description/runtime_name.hpp>. It refers to the characters and copies
/// nothing: the string given to checked_label_name() must outlive this
/// object.
class LabelName {
 public:
  /// Implicit, so that a literal can be passed where a name is asked for.
  template <std::size_t Size>
  consteval LabelName(const char (&literal)[Size]) ISOMETRIC_LABEL_NAME_RULES(ISOMETRIC_DIAGNOSE)
      : name_{detail::literal_text(literal)} {
    detail::require_label_name(detail::broken_label_name_rule_of(name_));
  }

  /// Not for users: the name has been checked by the caller.
  constexpr LabelName(std::string_view name, detail::Unchecked) noexcept : name_{name} {}

  constexpr std::string_view view() const noexcept { return name_; }

 private:
  std::string_view name_;
};

}  // namespace isometric::inline v1

#if defined(__clang__)
#pragma clang diagnostic pop
#endif

#undef ISOMETRIC_DIAGNOSE
#undef ISOMETRIC_LABEL_NAME_RULES
