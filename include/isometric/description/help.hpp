#pragma once

#include <isometric/description/detail/literal.hpp>
#include <isometric/description/detail/utf8.hpp>

#include <cstddef>
#include <string_view>

#define ISOMETRIC_HELP_RULES(RULE)                                                \
  RULE(help_text_is_empty, "help text is empty: say what is counted or measured") \
  RULE(help_text_is_only_white_space,                                             \
       "help text is only white space: say what is counted or measured")          \
  RULE(help_text_must_be_valid_UTF_8_without_NUL, "help text must be valid UTF-8 without NUL")

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wgcc-compat"  // diagnose_if is clang's own
#define ISOMETRIC_DIAGNOSE(id, text)                                                         \
  __attribute__((                                                                            \
      diagnose_if(detail::breaks_first(detail::HelpRule::id, detail::literal_text(literal)), \
                  "isometric: " text, "error")))
#else
#define ISOMETRIC_DIAGNOSE(id, text)
#endif

namespace isometric::inline v1 {
namespace detail {

enum class HelpRule : unsigned char {
  none,
#define ISOMETRIC_ENUMERATOR(id, text) id,
  ISOMETRIC_HELP_RULES(ISOMETRIC_ENUMERATOR)
#undef ISOMETRIC_ENUMERATOR
};

constexpr std::string_view to_string(HelpRule rule) noexcept {
  switch (rule) {
    case HelpRule::none: return {};
#define ISOMETRIC_TEXT(id, text) \
  case HelpRule::id: return text;
      ISOMETRIC_HELP_RULES(ISOMETRIC_TEXT)
#undef ISOMETRIC_TEXT
  }
  return {};
}

/// Whether `help` breaks this rule, whatever others it breaks.
constexpr bool breaks(HelpRule rule, std::string_view help) noexcept {
  switch (rule) {
    case HelpRule::none: return false;
    case HelpRule::help_text_is_empty: return help.empty();
    case HelpRule::help_text_is_only_white_space:
      return help.find_first_not_of(" \t\n\v\f\r") == std::string_view::npos;
    case HelpRule::help_text_must_be_valid_UTF_8_without_NUL: return !is_utf8_without_nul(help);
  }
  return false;
}

/// All rules, in the order in which a text that breaks several is told.
inline constexpr HelpRule help_rules[] = {
#define ISOMETRIC_LISTED(id, text) HelpRule::id,
    ISOMETRIC_HELP_RULES(ISOMETRIC_LISTED)
#undef ISOMETRIC_LISTED
};

/// The first rule that `help` breaks; `none` if it is good.
constexpr HelpRule broken_help_rule_of(std::string_view help) noexcept {
  for (const HelpRule rule : help_rules) {
    if (breaks(rule, help)) return rule;
  }
  return HelpRule::none;
}

/// Whether the first broken rule is this one. Asked by clang of every rule for every text, so a
/// good one must be cheap.
constexpr bool breaks_first(HelpRule rule, std::string_view help) noexcept {
  return breaks(rule, help) && broken_help_rule_of(help) == rule;
}

namespace broken_rule {
#define ISOMETRIC_DECLARE(id, text) \
  inline void id() {                \
    __builtin_trap();               \
  }
ISOMETRIC_HELP_RULES(ISOMETRIC_DECLARE)
#undef ISOMETRIC_DECLARE
}  // namespace broken_rule

template <class Rule>
constexpr void require_help(Rule rule) {
  switch (rule) {
    case Rule::none: break;
#define ISOMETRIC_CALL(id, text) \
  case Rule::id: broken_rule::id(); break;
      ISOMETRIC_HELP_RULES(ISOMETRIC_CALL)
#undef ISOMETRIC_CALL
  }
}

}  // namespace detail

/// What a metric family counts or measures, in words for the people who read the scrape.
///
/// Required: an empty or blank literal is a compile error. Length and style are not checked. Refers
/// to the characters and copies nothing; a text that is known only at run time comes from
/// checked_help() in <isometric/description/runtime_name.hpp> and must outlive this object.
class Help {
 public:
  /// Implicit, so that a literal can be passed where a help text is asked for.
  template <std::size_t Size>
  consteval Help(const char (&literal)[Size]) ISOMETRIC_HELP_RULES(ISOMETRIC_DIAGNOSE)
      : text_{detail::literal_text(literal)} {
    detail::require_help(detail::broken_help_rule_of(text_));
  }

  /// Not for users: the text has been checked by the caller.
  constexpr Help(std::string_view text, detail::Unchecked) noexcept : text_{text} {}

  constexpr std::string_view view() const noexcept { return text_; }

 private:
  std::string_view text_;
};

}  // namespace isometric::inline v1

#if defined(__clang__)
#pragma clang diagnostic pop
#endif

#undef ISOMETRIC_DIAGNOSE
#undef ISOMETRIC_HELP_RULES
