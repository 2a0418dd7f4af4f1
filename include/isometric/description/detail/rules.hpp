#pragma once

#include <cstddef>
#include <string_view>

// The kit for what the compiler judges: names, help, closed values, buckets, quantiles. A header
// lists its rules once, as LIST(RULE) with RULE(id, text) for each, in the order in which who
// breaks several is told; a rule that a name which must stay may break is RULE(id, text, escape),
// and `escape` the function that keeps such a name. g++ shows the identifier, clang and exceptions
// show the text.
namespace isometric::inline v1::detail {

/// The text of a string literal. Everything before the terminator counts, embedded NULs included,
/// so that a rule about characters sees them; an array without a terminator counts whole.
template <std::size_t Size>
constexpr std::string_view literal_text(const char (&literal)[Size]) noexcept {
  return {literal, literal[Size - 1] == '\0' ? Size - 1 : Size};
}

/// Marks the constructors that take a text which the caller has checked.
struct Unchecked {};

/// The first rule that is broken, which breaks(rule, given...) says; `none` if all is good.
template <class Rule, class... Given>
constexpr Rule first_broken(Given... given) noexcept {
  for (unsigned char number = 1; number <= number_of_rules(Rule::none); ++number) {
    const auto rule = static_cast<Rule>(number);
    if (breaks(rule, given...)) return rule;
  }
  return Rule::none;
}

/// Whether the first broken rule is this one. Asked by clang of every rule for every text, so a
/// good one must be cheap.
template <class Rule, class... Given>
constexpr bool breaks_first(Rule rule, Given... given) noexcept {
  return breaks(rule, given...) && first_broken<Rule>(given...) == rule;
}

/// The first rule that one of several breaks, and which.
template <class Rule>
struct BrokenRule {
  Rule rule = Rule::none;
  std::size_t index = 0;
};

/// Refuses a broken list. In a template, clang evaluates a call before the instantiation reports
/// its broken rule, and a failure here would hide that; there the list goes on, marked as broken.
template <class Access, class List>
constexpr List unbroken(const List& list) {
#if !defined(__clang__)
  require_unbroken(Access::rule(list));
#endif
  return list;
}

}  // namespace isometric::inline v1::detail

// For the library's own headers; the macros are no part of what it offers.

/// In namespace detail: an enumeration `Rule` of `none` and the rules; number_of_rules();
/// to_string(); and require_unbroken(), which ends constant evaluation with the rule's name unless
/// the rule is `none`.
// The functions in broken_rule are not constexpr: to call one in a constant expression is an error
// that quotes its name. Defined all the same, because clang 14 leaves calls of constructors in
// default member initializers to the run. require_unbroken() is a template, because a plain
// function with no way to be constant is an error of its own.
#define ISOMETRIC_DETAIL_DEFINE_RULES(Rule, LIST)                              \
  enum class Rule : unsigned char { none, LIST(ISOMETRIC_DETAIL_ENUMERATOR) }; \
  constexpr unsigned char number_of_rules(Rule) noexcept {                     \
    return 0 LIST(ISOMETRIC_DETAIL_COUNTED);                                   \
  }                                                                            \
  constexpr std::string_view to_string(Rule rule) noexcept {                   \
    using enum Rule;                                                           \
    switch (rule) {                                                            \
      case none: break; LIST(ISOMETRIC_DETAIL_TEXT)                            \
    }                                                                          \
    return {};                                                                 \
  }                                                                            \
  namespace broken_rule {                                                      \
  LIST(ISOMETRIC_DETAIL_FUNCTION)                                              \
  }                                                                            \
  template <class = void>                                                      \
  constexpr void require_unbroken(Rule rule) {                                 \
    using enum Rule;                                                           \
    switch (rule) {                                                            \
      case none: break; LIST(ISOMETRIC_DETAIL_CALL)                            \
    }                                                                          \
  }
#define ISOMETRIC_DETAIL_ENUMERATOR(id, ...) id,
#define ISOMETRIC_DETAIL_COUNTED(...) +1
#define ISOMETRIC_DETAIL_TEXT(id, text, ...) \
  case id: return text;
#define ISOMETRIC_DETAIL_FUNCTION(id, text, ...)                \
  inline void id##__VA_OPT__(_unless_kept_by_##__VA_ARGS__)() { \
    __builtin_trap();                                           \
  }
#define ISOMETRIC_DETAIL_CALL(id, text, ...) \
  case id: broken_rule::id##__VA_OPT__(_unless_kept_by_##__VA_ARGS__)(); break;

/// After the parameters of a function that takes a literal: one plain error of clang's at the
/// user's line, where the call of require_unbroken() in the body would be an indirect note. Asks
/// ISOMETRIC_BREAKS(id) of every rule, which the header defines.
#if defined(__clang__)
#define ISOMETRIC_DETAIL_DIAGNOSE(LIST) \
  ISOMETRIC_DETAIL_CLANGS_OWN(LIST(ISOMETRIC_DETAIL_DIAGNOSE_RULE))
#define ISOMETRIC_DETAIL_DIAGNOSE_RULE(id, text, ...)                                             \
  __attribute__((diagnose_if(ISOMETRIC_BREAKS(id),                                                \
                             "isometric: " text __VA_OPT__(" (unless kept by " #__VA_ARGS__ ")"), \
                             "error")))
#define ISOMETRIC_DETAIL_CLANGS_OWN(attributes)                                         \
  _Pragma("clang diagnostic push") _Pragma("clang diagnostic ignored \"-Wgcc-compat\"") \
      attributes _Pragma("clang diagnostic pop")
// It warns of a view that outlives the list that it was made from.
#define ISOMETRIC_DETAIL_VIEW_OF(Item) [[gsl::Pointer(Item)]]
#define ISOMETRIC_DETAIL_LIST_OF(Item) [[gsl::Owner(Item)]]
#else
#define ISOMETRIC_DETAIL_DIAGNOSE(LIST)
#define ISOMETRIC_DETAIL_VIEW_OF(Item)
#define ISOMETRIC_DETAIL_LIST_OF(Item)
#endif
