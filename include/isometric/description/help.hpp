#pragma once

#include <isometric/description/detail/mistake.hpp>
#include <isometric/description/detail/rules.hpp>
#include <isometric/description/detail/utf8.hpp>

#include <cstddef>
#include <string_view>

#define ISOMETRIC_DETAIL_HELP_RULES(RULE)                                         \
  RULE(help_text_is_empty, "help text is empty: say what is counted or measured") \
  RULE(help_text_is_only_white_space,                                             \
       "help text is only white space: say what is counted or measured")          \
  RULE(help_text_must_be_valid_UTF_8_without_NUL, "help text must be valid UTF-8 without NUL")

#define ISOMETRIC_BREAKS(id) \
  detail::breaks_first(detail::HelpRule::id, detail::literal_text(literal))

namespace isometric::inline v1 {
namespace detail {

ISOMETRIC_DETAIL_DEFINE_RULES(HelpRule, ISOMETRIC_DETAIL_HELP_RULES)

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

namespace mistake {
struct a_literal_that_is_passed_on_is_given_as_Help {};
struct a_help_text_is_a_literal_or_a_constexpr_array_or_at_run_time_made_by_checked_help {};
}  // namespace mistake

}  // namespace detail

/// What a metric family counts or measures, in words for the people who read the scrape.
///
/// Required: an empty or blank literal is a compile error. Length and style are not checked. Refers
/// to the characters and copies nothing; a text that is known only at run time comes from
/// checked_help() in <isometric/description/runtime_name.hpp> and must outlive this object.
class Help {
 public:
  /// Implicit, so that a literal can be passed where a help text is asked for.
  template <std::size_t Size, class = detail::mistake::a_literal_that_is_passed_on_is_given_as_Help>
  consteval Help(const char (&literal)[Size]) ISOMETRIC_DETAIL_DIAGNOSE(ISOMETRIC_DETAIL_HELP_RULES)
      : text_{detail::literal_text(literal)} {
    detail::require_unbroken(detail::first_broken<detail::HelpRule>(text_));
  }

  template <detail::TextVariable Text>
  ISOMETRIC_DETAIL_MISTAKE(
      "a help text is a literal or a constexpr array, or at run time made by checked_help(text): "
      "<isometric/description/runtime_name.hpp>")
  Help(const Text&,
       detail::mistake::
           a_help_text_is_a_literal_or_a_constexpr_array_or_at_run_time_made_by_checked_help = {})
      ISOMETRIC_DETAIL_REFUSED;

  /// Not for users: the text has been checked by the caller.
  constexpr Help(std::string_view text, detail::Unchecked) noexcept : text_{text} {}

  constexpr std::string_view view() const noexcept { return text_; }

 private:
  std::string_view text_;
};

}  // namespace isometric::inline v1

#undef ISOMETRIC_BREAKS
