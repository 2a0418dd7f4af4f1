#pragma once

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace isometric {
inline namespace v1 {
namespace detail {

/// Room for any number below.
inline constexpr std::size_t longest_number = 32;

/// Infinities and NaN as exposition formats spell them.
inline char* write_special_number(char* out, double value) noexcept {
  const std::string_view text = std::isnan(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
  std::memcpy(out, text.data(), text.size());
  return out + text.size();
}

/// The shortest text that reads back as the same double, except that whole numbers of which a
/// double can tell each from the next are written as such: 100000, not 1e+05. Returns its end.
inline char* write_number(char* out, double value) noexcept {
  constexpr double limit = 9'007'199'254'740'992;  // 2^53
  if (value > -limit && value < limit) {
    const auto whole = static_cast<std::int64_t>(value);
    const bool is_negative_zero = whole == 0 && std::signbit(value);
    if (static_cast<double>(whole) == value && !is_negative_zero) {
      return std::to_chars(out, out + longest_number, whole).ptr;
    }
  } else if (!std::isfinite(value)) {
    return write_special_number(out, value);
  }
  return std::to_chars(out, out + longest_number, value).ptr;
}

/// A number with 16 significant digits, as prometheus-cpp's serializer prints it; 17 tell any two
/// doubles apart.
inline char* write_digits(char* out, double value, int digits = 16) noexcept {
  if (!std::isfinite(value)) return write_special_number(out, value);
  return std::to_chars(out, out + longest_number, value, std::chars_format::general, digits).ptr;
}

/// As Go prints it, with `.0` where nothing else shows that it is no integer: OpenMetrics'
/// canonical numbers.
inline char* write_canonical_number(char* out, double value) noexcept {
  if (!std::isfinite(value)) return write_special_number(out, value);
  char* const end = std::to_chars(out, out + longest_number, value, std::chars_format::general).ptr;
  const std::string_view text(out, static_cast<std::size_t>(end - out));
  if (text.find_first_of(".e") != text.npos) return end;
  std::memcpy(end, ".0", 2);
  return end + 2;
}

}  // namespace detail
}  // namespace v1
}  // namespace isometric
