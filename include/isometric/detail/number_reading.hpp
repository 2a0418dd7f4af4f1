#pragma once

#include <isometric/detail/name_rules.hpp>
#include <isometric/detail/numeric_limits.hpp>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <locale>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>

namespace isometric {
inline namespace v1 {
namespace detail {

/// What a double holds of a decimal number that is outside of its range: 0 or next to it, or
/// nothing if it is too large. Rare, and so not made to be fast.
inline std::optional<double> read_extreme_number(std::string_view text) {
  std::istringstream stream{std::string(text)};
  stream.imbue(std::locale::classic());
  double value = 0;
  stream >> value;
  if (std::abs(value) >= (std::numeric_limits<double>::max)()) return std::nullopt;
  return value;
}

/// A number as Prometheus reads it: decimal, `inf`, `infinity` or `nan`, these in any case of
/// letters. None if the text is no number, or too large a one.
inline std::optional<double> read_number(std::string_view text) {
  const bool is_signed = text.starts_with('+') || text.starts_with('-');
  const bool is_negative = text.starts_with('-');
  const std::string_view digits = text.substr(is_signed ? 1 : 0);
  if (equal_ignoring_case(digits, "inf") || equal_ignoring_case(digits, "infinity")) {
    return is_negative ? -infinity : infinity;
  }
  if (equal_ignoring_case(text, "nan")) return std::numeric_limits<double>::quiet_NaN();
  if (digits.find_first_not_of("0123456789.eE+-") != digits.npos) return std::nullopt;
  if (digits.starts_with('+') || digits.starts_with('-')) return std::nullopt;
  double value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value);
  if (stop != end || error == std::errc::invalid_argument) return std::nullopt;
  if (error == std::errc::result_out_of_range) {
    const auto extreme = read_extreme_number(digits);
    if (!extreme) return std::nullopt;
    value = *extreme;
  }
  return is_negative ? -value : value;
}

/// A number of observations: whole, not negative, of 64 bits.
inline std::optional<std::uint64_t> read_count(std::string_view text) {
  std::uint64_t count = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, count);
  if (stop == end && error == std::errc()) return count;
  constexpr double limit = 18'446'744'073'709'551'616.0;  // 2^64
  const std::optional<double> value = read_number(text);  // `5.0` and `1e3` are whole as well
  if (!value || !(*value >= 0 && *value < limit) || std::trunc(*value) != *value) {
    return std::nullopt;
  }
  return static_cast<std::uint64_t>(*value);
}

}  // namespace detail
}  // namespace v1
}  // namespace isometric
