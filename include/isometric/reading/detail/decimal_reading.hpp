#pragma once

#include <isometric/description/detail/double_bits.hpp>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstddef>
#include <locale.h>
#include <optional>
#include <stdlib.h>
#include <string>
#include <string_view>
#include <system_error>
#if __has_include(<xlocale.h>)
#include <xlocale.h>
#endif

// The one place that reads a double.
namespace isometric::inline v1::detail {

/// Whether it is digits, with a point among or beside them or none, an exponent or none, and a
/// minus sign or none.
constexpr bool is_decimal(std::string_view text) noexcept {
  if (text.starts_with('-')) text.remove_prefix(1);
  const auto skip_digits = [&text] {
    const std::size_t count = (std::min)(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(count);
    return count;
  };
  std::size_t digits = skip_digits();
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    digits += skip_digits();
  }
  if (digits == 0) return false;
  if (!text.starts_with('e') && !text.starts_with('E')) return text.empty();
  text.remove_prefix(1);
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  return skip_digits() > 0 && text.empty();
}

/// The double next to a decimal number, 0 and infinity included. In the locale "C", whatever the
/// program's is.
template <class = void>
double nearest_double(const std::string& decimal) noexcept {
  static const locale_t c_locale = ::newlocale(LC_ALL_MASK, "C", nullptr);
  const int error_before = errno;
  const double value = ::strtod_l(decimal.c_str(), nullptr, c_locale);
  errno = error_before;
  return value;
}

/// The double next to a decimal number, which is 0 or next to it if the number is too small; none
/// if it is too large, or if the text is no such number.
template <class = void>
std::optional<double> read_decimal(std::string_view text) {
  if (!is_decimal(text)) return std::nullopt;
#if defined(__cpp_lib_to_chars)  // libc++ has std::from_chars for doubles from version 20 on
  double quick = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), quick).ec == std::errc()) {
    return quick;
  }
#endif
  const double value = nearest_double(std::string(text));
  return is_finite(value) ? std::optional(value) : std::nullopt;
}

}  // namespace isometric::inline v1::detail
