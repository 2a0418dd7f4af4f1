#include "rfc3339.hpp"

#include "quoted_text.hpp"

#include <array>
#include <cstddef>
#include <cstdio>

namespace homecluster::program {
namespace {

using namespace std::chrono;

class Parser {
 public:
  explicit Parser(std::string_view text) : text_{text}, rest_{text} {}

  system_clock::time_point parse() {
    const year_month_day day = take_day();
    if (!take_letter('t') && !take_letter('T')) fail("a T must come between day and time");
    const nanoseconds time_of_day = take_time_of_day();
    const minutes offset = take_offset();
    if (!rest_.empty()) fail("something follows the time");
    const system_clock::time_point time = sys_days{day} + time_of_day - offset;
    if (time < system_clock::time_point{}) fail("earlier than 1970");
    return time;
  }

 private:
  [[noreturn]] void fail(std::string_view reason) const {
    throw InvalidText{"a time such as 2026-03-01T06:30:00Z", text_, reason};
  }

  year_month_day take_day() {
    const int year_number = take_number(4);
    expect('-');
    const int month_number = take_number(2);
    expect('-');
    const int day_number = take_number(2);
    const year_month_day date{year{year_number}, month{static_cast<unsigned>(month_number)},
                              day{static_cast<unsigned>(day_number)}};
    if (!date.ok()) fail("there is no such day");
    if (year_number < 1969 || year_number > 2261) fail("not within the years 1970 to 2261");
    return date;
  }

  nanoseconds take_time_of_day() {
    const int hour_number = take_number(2);
    expect(':');
    const int minute_number = take_number(2);
    expect(':');
    const int second_number = take_number(2);
    if (hour_number > 23 || minute_number > 59 || second_number > 59) fail("no such time of day");
    return hours{hour_number} + minutes{minute_number} + seconds{second_number} + take_fraction();
  }

  nanoseconds take_fraction() {
    if (!take_letter('.')) return nanoseconds{0};
    nanoseconds fraction{0};
    nanoseconds worth = seconds{1};
    bool any = false;
    while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') {
      worth /= 10;
      fraction += worth * (rest_.front() - '0');
      rest_.remove_prefix(1);
      any = true;
    }
    if (!any) fail("digits must follow the point");
    return fraction;
  }

  minutes take_offset() {
    if (take_letter('Z') || take_letter('z')) return minutes{0};
    const bool ahead = take_letter('+');
    if (!ahead && !take_letter('-')) fail("a Z or an offset such as +01:00 must come last");
    const int hour_number = take_number(2);
    expect(':');
    const int minute_number = take_number(2);
    if (hour_number > 23 || minute_number > 59) fail("no such offset");
    const minutes offset = hours{hour_number} + minutes{minute_number};
    return ahead ? offset : -offset;
  }

  int take_number(std::size_t digits) {
    if (rest_.size() < digits) fail("too short");
    int number = 0;
    for (const char digit : rest_.substr(0, digits)) {
      if (digit < '0' || digit > '9') fail("a digit is missing");
      number = number * 10 + (digit - '0');
    }
    rest_.remove_prefix(digits);
    return number;
  }

  bool take_letter(char letter) {
    if (!rest_.starts_with(letter)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void expect(char letter) {
    if (!take_letter(letter)) fail("a " + in_quotes(std::string_view{&letter, 1}) + " is missing");
  }

  std::string_view text_;
  std::string_view rest_;
};

}  // namespace

system_clock::time_point parse_rfc3339(std::string_view text) {
  return Parser{text}.parse();
}

std::string to_rfc3339(system_clock::time_point time) {
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{floor<seconds>(time - day)};
  std::array<char, 32> text{};
  const int length = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()));
  return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace homecluster::program
