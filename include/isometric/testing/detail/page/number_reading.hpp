#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/detail/name_rules.hpp>
#include <isometric/reading/detail/decimal_reading.hpp>

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

namespace isometric::inline v1::detail {

/// A number as Prometheus reads it: decimal, `inf`, `infinity` or `nan`, these in any case of
/// letters. None if the text is no number, or too large a one.
template <class = void>
std::optional<double> read_number(std::string_view text) {
  const bool has_plus = text.starts_with('+');
  const bool is_negative = text.starts_with('-');
  const std::string_view digits = text.substr(has_plus || is_negative ? 1 : 0);
  if (equal_ignoring_case(digits, "inf") || equal_ignoring_case(digits, "infinity")) {
    return with_sign(infinity, is_negative);
  }
  if (equal_ignoring_case(text, "nan")) return not_a_number;
  if (digits.starts_with('-')) return std::nullopt;
  return read_decimal(has_plus ? digits : text);
}

/// A number of observations: whole, not negative, of 64 bits.
template <class = void>
std::optional<std::uint64_t> read_count(std::string_view text) {
  std::uint64_t count = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, count);
  const std::string_view rest = text.substr(static_cast<std::size_t>(stop - text.data()));
  const bool is_whole =  // as `5.0` is, too
      rest.empty() || (rest.starts_with('.') && rest.find_first_not_of('0', 1) == rest.npos);
  if (error == std::errc() && is_whole) return count;
  constexpr double limit = 18'446'744'073'709'551'616.0;  // 2^64
  const std::optional<double> value = read_number(text);  // `1e3` is whole as well
  if (!value || !is_at_most(0, *value) || !is_less(*value, limit) ||
      !is_equal(std::trunc(*value), *value)) {
    return std::nullopt;
  }
  return static_cast<std::uint64_t>(*value);
}

}  // namespace isometric::inline v1::detail
