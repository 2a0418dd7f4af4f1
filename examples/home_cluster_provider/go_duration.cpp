#include "go_duration.hpp"

#include "quoted_text.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>

namespace homecluster::program {
namespace {

constexpr std::string_view expectation = "a duration such as 30s, 2m, 1h30m or 100ms";
constexpr auto longest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

constexpr std::uint64_t microsecond = 1'000;
constexpr std::uint64_t millisecond = 1'000 * microsecond;
constexpr std::uint64_t second = 1'000 * millisecond;
constexpr std::uint64_t minute = 60 * second;
constexpr std::uint64_t hour = 60 * minute;

bool is_digit(char character) {
  return character >= '0' && character <= '9';
}

std::optional<std::uint64_t> nanoseconds_in(std::string_view unit) {
  if (unit == "h") return hour;
  if (unit == "m") return minute;
  if (unit == "s") return second;
  if (unit == "ms") return millisecond;
  // Unicode has two letters for the prefix: the micro sign and the Greek mu.
  if (unit == "us" || unit == "\xc2\xb5s" || unit == "\xce\xbcs") return microsecond;
  if (unit == "ns") return 1;
  return std::nullopt;
}

/// A cursor over the text; every failure names the whole text.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_{text}, rest_{text} {}

  std::chrono::nanoseconds parse() {
    if (rest_.starts_with('-')) fail("a negative duration makes no sense here");
    if (rest_.starts_with('+')) rest_.remove_prefix(1);
    if (rest_ == "0") return std::chrono::nanoseconds{0};
    if (rest_.empty()) fail("there is no number");
    std::uint64_t total = 0;
    while (!rest_.empty()) {
      const std::uint64_t part = parse_part();
      if (part > longest - total) fail("longer than about 292 years");
      total += part;
    }
    return std::chrono::nanoseconds{static_cast<std::int64_t>(total)};
  }

 private:
  [[noreturn]] void fail(std::string_view reason) const {
    throw InvalidText{expectation, text_, reason};
  }

  std::uint64_t parse_part() {
    const std::string_view whole = take_digits();
    std::string_view fraction;
    if (rest_.starts_with('.')) {
      rest_.remove_prefix(1);
      fraction = take_digits();
    }
    if (whole.empty() && fraction.empty()) fail("a number must come before each unit");
    const std::uint64_t unit = take_unit();

    std::uint64_t count = 0;
    for (const char digit : whole) {
      const auto value = static_cast<std::uint64_t>(digit - '0');
      if (count > (longest - value) / 10) fail("longer than about 292 years");
      count = count * 10 + value;
    }
    if (count > longest / unit) fail("longer than about 292 years");
    return count * unit + nanoseconds_of_fraction(fraction, unit);
  }

  std::string_view take_digits() {
    std::size_t length = 0;
    while (length < rest_.size() && is_digit(rest_[length])) ++length;
    const std::string_view taken = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return taken;
  }

  std::uint64_t take_unit() {
    std::size_t length = 0;
    while (length < rest_.size() && !is_digit(rest_[length]) && rest_[length] != '.') ++length;
    if (length == 0) fail("a number has no unit");
    const std::string_view unit = rest_.substr(0, length);
    const auto nanoseconds = nanoseconds_in(unit);
    if (!nanoseconds)
      fail("unknown unit " + in_quotes(unit) + "; units are h, m, s, ms, us and ns");
    rest_.remove_prefix(length);
    return *nanoseconds;
  }

  /// Exact, in integers: digit by digit, each worth a tenth of the one before it.
  static std::uint64_t nanoseconds_of_fraction(std::string_view digits, std::uint64_t unit) {
    // 3.6e12 ns in an hour are worth nothing after 13 digits, but their remainders add up; 18
    // digits are as many as the 64 bits of numerator and scale hold.
    constexpr std::size_t most_digits = 18;
    __extension__ using Wide = unsigned __int128;
    std::uint64_t numerator = 0;
    std::uint64_t scale = 1;
    for (const char digit : digits.substr(0, most_digits)) {
      numerator = numerator * 10 + static_cast<std::uint64_t>(digit - '0');
      scale *= 10;
    }
    return static_cast<std::uint64_t>(Wide{numerator} * unit / scale);
  }

  std::string_view text_;
  std::string_view rest_;
};

/// `value / unit` with as many decimals as it needs and no more.
std::string with_decimals(std::uint64_t value, std::uint64_t unit) {
  std::string text = std::to_string(value / unit);
  std::uint64_t remainder = value % unit;
  if (remainder == 0) return text;
  text += '.';
  while (remainder != 0) {
    remainder *= 10;
    text += static_cast<char>('0' + remainder / unit);
    remainder %= unit;
  }
  return text;
}

}  // namespace

std::chrono::nanoseconds parse_go_duration(std::string_view text) {
  return Parser{text}.parse();
}

std::string to_go_duration(std::chrono::nanoseconds duration) {
  const auto total = static_cast<std::uint64_t>(duration.count());
  if (total == 0) return "0s";
  if (total < microsecond) return std::to_string(total) + "ns";
  if (total < millisecond) return with_decimals(total, microsecond) + "\xc2\xb5s";
  if (total < second) return with_decimals(total, millisecond) + "ms";
  std::string text;
  if (total >= hour) text += std::to_string(total / hour) + "h";
  if (total >= minute) text += std::to_string(total % hour / minute) + "m";
  return text + with_decimals(total % minute, second) + "s";
}

}  // namespace homecluster::program
