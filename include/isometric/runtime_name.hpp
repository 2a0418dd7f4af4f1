#pragma once

#include <isometric/detail/raise.hpp>
#include <isometric/help.hpp>
#include <isometric/invalid_name.hpp>
#include <isometric/metric_name.hpp>

#include <string>
#include <string_view>

// Names that are known only at run time. Not included by any header that a component includes.

namespace isometric {
inline namespace v1 {
namespace detail {

/// `text` in double quotes, with what is no printable ASCII escaped and with the middle left out
/// when it is long, so that a message stays one line whatever it quotes.
inline std::string quoted(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  constexpr std::string_view::size_type longest = 120;
  const std::string_view head = text.substr(0, longest);
  std::string result = "\"";
  for (const char c : head) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (byte >= 0x20 && byte < 0x7F) {
      result += c;
    } else {
      result += "\\x";
      result += digits[byte >> 4U];
      result += digits[byte & 0xFU];
    }
  }
  result += '"';
  if (head.size() < text.size()) result += "... (" + std::to_string(text.size()) + " bytes)";
  return result;
}

inline void require_at_run_time(std::string_view name, MetricNameRule rule) {
  if (rule == MetricNameRule::none) return;
  std::string message = "isometric: invalid metric name " + quoted(name) + ": ";
  message += to_string(rule);
  if (rule == MetricNameRule::metric_name_must_use_base_units_such_as_seconds_and_bytes) {
    const UnitWord unit = find_unit(name);
    message += ": use " + quoted(unit.base) + " instead of " + quoted(unit.word);
  }
  raise(InvalidName(message));
}

}  // namespace detail

/// A metric name known only at run time, held to the same rules as a literal.
///
/// Refers to the characters of `name`, which must outlive the result; instruments copy the name
/// when they are made. Throws InvalidName, which quotes the name and states the rule.
template <MetricType Type>
MetricName<Type> checked_name(std::string_view name) {
  detail::require_at_run_time(name, detail::broken_rule_of(Type, name));
  return {name, detail::Unchecked{}};
}

/// The run-time form of legacy_name(), with the same lifetime and error as checked_name().
inline LegacyName checked_legacy_name(std::string_view name) {
  detail::require_at_run_time(name, detail::broken_legacy_rule_of(name));
  return {name, detail::Unchecked{}};
}

/// A help text known only at run time, with the same lifetime and error as checked_name().
inline Help checked_help(std::string_view text) {
  const auto rule = detail::broken_help_rule_of(text);
  if (rule != detail::HelpRule::none) {
    detail::raise(InvalidName("isometric: invalid help text " + detail::quoted(text) + ": " +
                              std::string(detail::to_string(rule))));
  }
  return {text, detail::Unchecked{}};
}

}  // namespace v1
}  // namespace isometric
