#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/detail/name_rules.hpp>
#include <isometric/reading/detail/decimal_reading.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

// What the numbers on a page mean.
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

/// When a sample was taken, in the unit of its page. By its digits, of which it may have more than
/// a double: as 0.digits, times ten to some power.
class PageTime {
 public:
  /// The text is a finite number that read_number() reads.
  explicit PageTime(std::string_view text) : is_negative_(text.starts_with('-')) {
    if (is_negative_ || text.starts_with('+')) text.remove_prefix(1);
    digits_ = text.substr(0, text.find_first_of("eE"));
    text.remove_prefix(digits_.size());
    const std::size_t point = (std::min)(digits_.find('.'), digits_.size());
    if (point < digits_.size()) digits_.erase(point, 1);
    const std::size_t zeros = (std::min)(digits_.find_first_not_of('0'), digits_.size());
    digits_.erase(0, zeros);
    digits_.resize(digits_.find_last_not_of('0') + 1);  // to 0 if there is none
    if (digits_.empty()) {
      is_negative_ = false;
    } else {
      power_ =
          static_cast<std::int64_t>(point) - static_cast<std::int64_t>(zeros) + power_after(text);
    }
  }

  friend std::strong_ordering operator<=>(const PageTime& a, const PageTime& b) noexcept {
    if (a.is_negative_ != b.is_negative_) return b.is_negative_ <=> a.is_negative_;
    const PageTime& less_if_less = a.is_negative_ ? b : a;
    const PageTime& other = a.is_negative_ ? a : b;
    if (less_if_less.power_ != other.power_) return less_if_less.power_ <=> other.power_;
    return less_if_less.digits_.compare(other.digits_) <=> 0;
  }
  friend bool operator==(const PageTime&, const PageTime&) = default;

 private:
  /// Of `e5` 5, of nothing 0.
  static std::int64_t power_after(std::string_view exponent) noexcept {
    if (exponent.empty()) return 0;
    exponent.remove_prefix(exponent[1] == '+' ? 2 : 1);
    std::int64_t power = 0;
    const char* const end = exponent.data() + exponent.size();
    const bool fits = std::from_chars(exponent.data(), end, power).ec == std::errc();
    constexpr std::int64_t farthest = std::int64_t{1} << 62;
    if (!fits) power = exponent.starts_with('-') ? -farthest : farthest;
    return std::clamp(power, -farthest, farthest);
  }

  bool is_negative_;
  std::int64_t power_ = (std::numeric_limits<std::int64_t>::min)();  ///< of 0
  std::string digits_;  ///< neither the first nor the last is 0
};

}  // namespace isometric::inline v1::detail
