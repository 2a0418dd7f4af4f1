#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/mistake.hpp>
#include <isometric/description/detail/raise.hpp>
#include <isometric/description/detail/rules.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/description/help.hpp>
#include <isometric/description/label_name.hpp>
#include <isometric/description/metric_name.hpp>
#include <isometric/description/metric_name_prefix.hpp>

#include <cstddef>
#include <string>
#include <string_view>

// Names that are known only at run time. Not included by any header that a component includes.

namespace isometric::inline v1 {
namespace detail {

/// `text` in double quotes, with what is no printable ASCII escaped and with the middle left out
/// when it is long, so that a message stays one line whatever it quotes.
[[gnu::cold]] inline std::string quoted(std::string_view text) {
  constexpr char digits[] = "0123456789abcdef";
  constexpr std::string_view::size_type longest = 120;
  const std::string_view head = text.substr(0, longest);
  std::string result = "\"";
  for (const char c : head) {
    const auto byte = static_cast<unsigned char>(c);
    const char escape[] = {'\\', 'x', digits[byte >> 4U], digits[byte & 0xFU]};
    if (c == '"' || c == '\\') {
      append(result, {"\\", {&c, 1}});
    } else if (byte >= 0x20 && byte < 0x7F) {
      append(result, {{&c, 1}});
    } else {
      append(result, {{escape, sizeof escape}});
    }
  }
  append(result, {"\""});
  if (head.size() == text.size()) return result;
  return joined({result, "... (", decimal_text(text.size()), " bytes)"});
}

/// Throws if a rule is broken; `what` is what the text was meant to be.
template <class Rule>
void require_at_run_time(std::string_view what, std::string_view text, Rule rule,
                         std::string_view advice = {}) {
  if (rule == Rule::none) return;
  raise(InvalidName(
      joined({"isometric: invalid ", what, " ", quoted(text), ": ", to_string(rule), advice})));
}

inline void require_at_run_time(std::string_view name, MetricNameRule rule) {
  if (rule == MetricNameRule::none) return;
  std::string advice;
  if (rule == MetricNameRule::metric_name_must_use_base_units_such_as_seconds_and_bytes) {
    const UnitWord unit = find_unit(name);
    advice = joined({": use ", quoted(unit.base), " instead of ", quoted(unit.word)});
  }
  if (broken_legacy_rule_of(name) == MetricNameRule::none) {
    append(advice, {" (unless kept by checked_legacy_name)"});
  }
  require_at_run_time("metric name", name, rule, advice);
}

}  // namespace detail

/// A metric name known only at run time, held to the same rules as a literal.
///
/// Refers to the characters of `name`, which must outlive the result; instruments copy the name
/// when they are made. Throws InvalidName, which quotes the name and states the rule.
template <MetricType Type>
MetricName<Type> checked_name(std::string_view name) {
  detail::require_at_run_time(name, detail::first_broken<detail::MetricNameRule>(Type, name));
  return {name, detail::Unchecked{}};
}

/// The run-time form of legacy_name(), with the same lifetime and error as checked_name().
inline LegacyName checked_legacy_name(std::string_view name) {
  detail::require_at_run_time(name, detail::broken_legacy_rule_of(name));
  return {name, detail::Unchecked{}};
}

/// A help text known only at run time, with the same lifetime and error as checked_name().
inline Help checked_help(std::string_view text) {
  detail::require_at_run_time("help text", text, detail::first_broken<detail::HelpRule>(text));
  return {text, detail::Unchecked{}};
}

/// A label name known only at run time, with the same lifetime and error as checked_name().
inline LabelName checked_label_name(std::string_view name) {
  const auto rule = detail::first_broken<detail::LabelNameRule>(name);
  const bool is_style = rule != detail::broken_legacy_label_name_rule_of(name);
  detail::require_at_run_time("label name", name, rule,
                              is_style ? " (unless kept by checked_legacy_label_name)" : "");
  return {name, detail::Unchecked{}};
}

/// The run-time form of legacy_label_name(), with the same lifetime and error as checked_name().
inline LabelName checked_legacy_label_name(std::string_view name) {
  detail::require_at_run_time("label name", name, detail::broken_legacy_label_name_rule_of(name));
  return {name, detail::Unchecked{}};
}

/// A prefix known only at run time, with the same lifetime and error as checked_name().
inline MetricNamePrefix checked_prefix(std::string_view prefix) {
  detail::require_at_run_time("metric name prefix", prefix,
                              detail::first_broken<detail::PrefixRule>(prefix));
  return {prefix, detail::Unchecked{}};
}

// The rules of the literals once more: what a function that is called by it says, clang puts at the
// end of a list of notes.
#define ISOMETRIC_BREAKS(id) \
  detail::breaks_first(detail::MetricNameRule::id, Type, detail::literal_text(literal))
/// A metric name from wherever it comes: a literal, which the compiler checks, what checked_name()
/// or legacy_name() gave, or any other text, which is held to the rules of checked_name() then and
/// there. Refers to the characters, as that does.
template <MetricType Type>
class RuntimeName {
 public:
  template <std::size_t Size>
  consteval RuntimeName(const char (&literal)[Size])
      ISOMETRIC_DETAIL_DIAGNOSE(ISOMETRIC_DETAIL_METRIC_NAME_RULES)
      : name_(literal) {}
  RuntimeName(MetricName<Type> name) noexcept : name_(name) {}
  RuntimeName(LegacyName name) noexcept : name_(name) {}
  template <detail::TextVariable Text>
  RuntimeName(const Text& name) : name_(checked_name<Type>(name)) {}

  operator const MetricName<Type>&() const noexcept { return name_; }
  [[nodiscard]] std::string_view view() const noexcept { return name_.view(); }

 private:
  MetricName<Type> name_;
};

#undef ISOMETRIC_BREAKS

#define ISOMETRIC_BREAKS(id) \
  detail::breaks_first(detail::HelpRule::id, detail::literal_text(literal))
/// The same for a help text.
class RuntimeHelp {
 public:
  template <std::size_t Size>
  consteval RuntimeHelp(const char (&literal)[Size])
      ISOMETRIC_DETAIL_DIAGNOSE(ISOMETRIC_DETAIL_HELP_RULES)
      : help_(literal) {}
  RuntimeHelp(Help help) noexcept : help_(help) {}
  template <detail::TextVariable Text>
  RuntimeHelp(const Text& help) : help_(checked_help(help)) {}

  operator const Help&() const noexcept { return help_; }

 private:
  Help help_;
};

#undef ISOMETRIC_BREAKS

#define ISOMETRIC_BREAKS(id) \
  detail::breaks_first(detail::LabelNameRule::id, detail::literal_text(literal))
/// The same for a label name.
class RuntimeLabelName {
 public:
  template <std::size_t Size>
  consteval RuntimeLabelName(const char (&literal)[Size])
      ISOMETRIC_DETAIL_DIAGNOSE(ISOMETRIC_DETAIL_LABEL_NAME_RULES)
      : name_(literal) {}
  RuntimeLabelName(LabelName name) noexcept : name_(name) {}
  template <std::size_t Size>
  RuntimeLabelName(const LegacyLabelName<Size>& name) noexcept : name_(name) {}
  template <detail::TextVariable Text>
  RuntimeLabelName(const Text& name) : name_(checked_label_name(name)) {}

  [[nodiscard]] std::string_view view() const noexcept { return name_.view(); }

 private:
  LabelName name_;
};
#undef ISOMETRIC_BREAKS

}  // namespace isometric::inline v1
