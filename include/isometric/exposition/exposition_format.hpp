#pragma once

#include <isometric/description/detail/name_rules.hpp>

#include <compare>
#include <cstddef>
#include <string_view>

namespace isometric::inline v1 {
namespace detail {

// Accept headers, RFC 9110, section 12.5.1.

/// A media type that a server has to offer.
struct OfferedType {
  std::string_view type;
  std::string_view subtype;
  std::string_view version;
};

/// How much a client wants what is offered.
struct Preference {
  int quality = 0;      ///< in thousandths; 0: not acceptable
  int specificity = 0;  ///< of the range that says so; 0: none does

  friend constexpr auto operator<=>(const Preference& a, const Preference& b) noexcept {
    return a.quality != b.quality ? a.quality <=> b.quality : a.specificity <=> b.specificity;
  }
};

constexpr std::string_view trim(std::string_view text) noexcept {
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

/// Takes what comes before the next `separator` outside of quotes, without space around it, off
/// the front of `rest`, and the separator with it.
constexpr std::string_view take_until(std::string_view& rest, char separator) noexcept {
  bool is_quoted = false;
  std::size_t end = 0;
  for (; end < rest.size(); ++end) {
    const char c = rest[end];
    if (c == '"') is_quoted = !is_quoted;
    if (c == '\\' && is_quoted && end + 1 < rest.size()) ++end;
    if (c == separator && !is_quoted) break;
  }
  const std::string_view taken = rest.substr(0, end);
  rest.remove_prefix(end < rest.size() ? end + 1 : end);
  return trim(taken);
}

/// A weight, `0.5`, in thousandths; -1 if it is none.
constexpr int parse_quality(std::string_view text) noexcept {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return -1;
  int quality = (text[0] - '0') * 1000;
  if (text.size() > 1 && text[1] != '.') return -1;
  int unit = 100;
  for (std::size_t i = 2; i < text.size(); ++i, unit /= 10) {
    if (text[i] < '0' || text[i] > '9') return -1;
    quality += (text[i] - '0') * unit;
  }
  return quality <= 1000 ? quality : -1;
}

/// What one element of the header says of the offer: nothing if it is about something else, or
/// malformed.
constexpr Preference preference_of(std::string_view element, const OfferedType& offer) noexcept {
  const std::string_view range = take_until(element, ';');
  const std::size_t slash = range.find('/');
  if (slash == range.npos) return {};
  const std::string_view type = range.substr(0, slash);
  const std::string_view subtype = range.substr(slash + 1);

  Preference preference{1000, 0};
  if (equal_ignoring_case(type, offer.type) && equal_ignoring_case(subtype, offer.subtype)) {
    preference.specificity = 3;
  } else if (equal_ignoring_case(type, offer.type) && subtype == "*") {
    preference.specificity = 2;
  } else if (type == "*" && subtype == "*") {
    preference.specificity = 1;
  } else {
    return {};
  }
  while (!element.empty()) {
    const std::string_view parameter = take_until(element, ';');
    const std::size_t equals = parameter.find('=');
    if (equals == parameter.npos) continue;
    const std::string_view name = trim(parameter.substr(0, equals));
    std::string_view value = trim(parameter.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
      value = value.substr(1, value.size() - 2);
    }
    if (equal_ignoring_case(name, "q")) {
      preference.quality = parse_quality(value);
      if (preference.quality < 0) return {};
    } else if (equal_ignoring_case(name, "version") && preference.specificity >= 3) {
      if (value != offer.version) return {};
      preference.specificity = 4;
    }
  }
  return preference;
}

/// What the header says of the offer: its most specific range that fits counts.
constexpr Preference preference_for(std::string_view accept, const OfferedType& offer) noexcept {
  Preference counts;
  while (!accept.empty()) {
    const Preference next = preference_of(take_until(accept, ','), offer);
    const bool is_as_specific = next.specificity == counts.specificity;
    if (is_as_specific ? next.quality > counts.quality : next.specificity > counts.specificity) {
      counts = next;
    }
  }
  return counts;
}

}  // namespace detail

/// The text formats that pages are written in.
enum class ExpositionFormat : unsigned char {
  text,         ///< Prometheus's own text format, version 0.0.4
  openmetrics,  ///< OpenMetrics 1.0
};

/// What a response with such a page names as its Content-Type. Prometheus 3 refuses one without.
[[nodiscard]] constexpr std::string_view content_type(ExpositionFormat format) noexcept {
  return format == ExpositionFormat::openmetrics
             ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
             : "text/plain; version=0.0.4; charset=utf-8";
}

/// The format that a request's Accept header prefers: the higher quality wins, then the more
/// specific range, then the text format, which is also the answer where neither is acceptable or
/// the header says nothing. Several Accept headers are joined by commas. Elements that make no
/// sense are passed over; nothing is thrown.
[[nodiscard]] constexpr ExpositionFormat choose_format(std::string_view accept) noexcept {
  const auto text = detail::preference_for(accept, {"text", "plain", "0.0.4"});
  const auto openmetrics =
      detail::preference_for(accept, {"application", "openmetrics-text", "1.0.0"});
  return openmetrics.quality > 0 && openmetrics > text ? ExpositionFormat::openmetrics
                                                       : ExpositionFormat::text;
}

}  // namespace isometric::inline v1
