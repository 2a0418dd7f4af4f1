#pragma once

#include <isometric/description/detail/double_bits.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace isometric::inline v1::detail {

/// Room for any number below.
inline constexpr std::size_t longest_number = 32;

/// Infinities and NaN as exposition formats spell them.
inline char* write_special_number(char* out, double value) noexcept {
  const std::string_view text = is_nan(value) ? "NaN" : has_minus_sign(value) ? "-Inf" : "+Inf";
  std::memcpy(out, text.data(), text.size());
  return out + text.size();
}

/// The shortest text that reads back as the same double, except that whole numbers of which a
/// double can tell each from the next are written as such: 100000, not 1e+05. Returns its end.
inline char* write_number(char* out, double value) noexcept {
  constexpr double limit = 9'007'199'254'740'992;  // 2^53
  if (magnitude_bits(value) < bits_of(limit)) {
    const auto whole = static_cast<std::int64_t>(value);
    const bool is_negative_zero = whole == 0 && has_minus_sign(value);
    if (bits_of(static_cast<double>(whole)) == bits_of(value) && !is_negative_zero) {
      return std::to_chars(out, out + longest_number, whole).ptr;
    }
  } else if (!is_finite(value)) {
    return write_special_number(out, value);
  }
  return std::to_chars(out, out + longest_number, value).ptr;
}

/// A number with 16 significant digits, as prometheus-cpp's serializer prints it; 17 tell any two
/// doubles apart.
inline char* write_digits(char* out, double value, int digits = 16) noexcept {
  if (!is_finite(value)) return write_special_number(out, value);
  return std::to_chars(out, out + longest_number, value, std::chars_format::general, digits).ptr;
}

/// A number of thousandths, exactly: 1.5 for 1500.
inline char* write_thousandths(char* out, std::int64_t number) noexcept {
  const auto bits = static_cast<std::uint64_t>(number);
  const std::uint64_t magnitude = number < 0 ? 0 - bits : bits;
  if (number < 0) *out++ = '-';
  out = std::to_chars(out, out + longest_number, magnitude / 1000).ptr;
  auto rest = static_cast<unsigned>(magnitude % 1000);
  if (rest != 0) *out++ = '.';
  for (unsigned digit = 100; rest != 0; digit /= 10) {
    *out++ = static_cast<char>('0' + rest / digit);
    rest %= digit;
  }
  return out;
}

/// As Go prints it, with `.0` where nothing else shows that it is no integer: OpenMetrics'
/// canonical numbers.
inline char* write_canonical_number(char* out, double value) noexcept {
  if (!is_finite(value)) return write_special_number(out, value);
  char* const end = std::to_chars(out, out + longest_number, value, std::chars_format::general).ptr;
  const std::string_view text(out, static_cast<std::size_t>(end - out));
  if (text.find_first_of(".e") != text.npos) return end;
  std::memcpy(end, ".0", 2);
  return end + 2;
}

/// As exposition formats spell it.
inline std::string number_text(double value) {
  char text[longest_number];
  return {text, write_number(text, value)};
}

inline std::string thousandths_text(std::int64_t number) {
  char text[longest_number];
  return {text, write_thousandths(text, number)};
}

}  // namespace isometric::inline v1::detail
