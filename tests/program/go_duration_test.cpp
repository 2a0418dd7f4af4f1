#include "go_duration.hpp"

#include "quoted_text.hpp"
#include "support/catch.hpp"
#include "support/text_matchers.hpp"

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

using namespace homecluster::program;
using test_support::Contains;
using test_support::StartsWith;
using namespace std::chrono_literals;
using std::chrono::nanoseconds;

namespace {

std::string message_for(std::string_view text) {
  try {
    (void)parse_go_duration(text);
  } catch (const InvalidText& error) {
    return error.what();
  }
  return "accepted";
}

constexpr auto longest = std::numeric_limits<std::int64_t>::max();

}  // namespace

TEST_CASE("durations are read as Go reads them", "[go_duration]") {
  const std::pair<std::string, nanoseconds> cases[] = {
      {"0", 0ns},
      {"0s", 0ns},
      {"30s", 30s},
      {"2m", 2min},
      {"1h30m", 90min},
      {"1h0m1s", 3601s},
      {"1.5h", 90min},
      {"100ms", 100ms},
      {"1us", 1us},
      {"1\xc2\xb5s", 1us},  // micro sign
      {"1\xce\xbcs", 1us},  // Greek mu
      {"7ns", 7ns},
      {"+5s", 5s},
      {".5s", 500ms},
      {"1.s", 1s},
      {"10s5m", 310s},  // any order
      {"1s1s", 2s},     // and the same unit again
      {"0.1ns", 0ns},   // finer than a nanosecond: cut off
      {"0.000000001s", 1ns},
      {"0.0000000019s", 1ns},
      {"0.3333333333333333333h", 1199999999999ns},
      {"9007199254740993ns", nanoseconds{9007199254740993}},  // beyond what a double holds
      {"0.9007199254740993s", 900719925ns},
      {"00000000000000000000000000000001s", 1s},
      {"2562047h47m16.854775807s", nanoseconds{longest}},
      {"9223372036854775807ns", nanoseconds{longest}},
  };
  for (const auto& [text, expected] : cases) {
    INFO(text);
    CHECK(parse_go_duration(text) == expected);
  }
}

TEST_CASE("what is no duration is refused, with the reason", "[go_duration]") {
  const std::pair<std::string, std::string> cases[] = {
      {"", "there is no number"},
      {"+", "there is no number"},
      {"1", "a number has no unit"},
      {"30", "a number has no unit"},
      {"1h30", "a number has no unit"},
      {"s", "a number must come before each unit"},
      {".s", "a number must come before each unit"},
      {".", "a number must come before each unit"},
      {"1..5s", "a number has no unit"},
      {" 1s", "a number must come before each unit"},
      {"1s ", "unknown unit \"s \""},
      {"1 s", "unknown unit \" s\""},
      {"1S", "unknown unit \"S\""},
      {"1d", "unknown unit \"d\""},
      {"1min", "unknown unit \"min\""},
      {"two minutes", "a number must come before each unit"},
      {"-1s", "negative"},
      {"-0s", "negative"},
      {"1s-1s", "unknown unit \"s-\""},
      {"++1s", "a number must come before each unit"},
      {"1e3s", "unknown unit \"e\""},
      {"\xd9\xa1s", "a number must come before each unit"},  // an Arabic digit
      {std::string{"1s\0", 3}, "unknown unit \"s\\x00\""},
  };
  for (const auto& [text, reason] : cases) {
    INFO(text);
    CHECK_THAT(message_for(text), Contains(reason));
    CHECK_THAT(message_for(text), StartsWith("expected a duration such as 30s"));
  }
}

TEST_CASE("a duration longer than the type holds is refused, not wrapped around", "[go_duration]") {
  for (const std::string text :
       {"9223372036854775808ns", "18446744073709551616ns", "99999999999999999999999999s",
        "2562048h", "2562047h47m16.854775808s", "9223372036854775807ns1ns", "9223372036.9s",
        "153722867280912931m", "2562047.8h"}) {
    INFO(text);
    CHECK_THAT(message_for(text), Contains("longer than about 292 years"));
  }
}

TEST_CASE("durations are written as Go writes them, and read back", "[go_duration]") {
  const std::pair<nanoseconds, std::string> cases[] = {
      {0ns, "0s"},
      {1ns, "1ns"},
      {999ns, "999ns"},
      {1100ns, "1.1\xc2\xb5s"},
      {2200us, "2.2ms"},
      {3300ms, "3.3s"},
      {30s, "30s"},
      {60s, "1m0s"},
      {2min, "2m0s"},
      {90min, "1h30m0s"},
      {4h + 2ms, "4h0m0.002s"},
      {24h, "24h0m0s"},
      {1s + 1ns, "1.000000001s"},
      {nanoseconds{longest}, "2562047h47m16.854775807s"},
  };
  for (const auto& [duration, expected] : cases) {
    CHECK(to_go_duration(duration) == expected);
    CHECK(parse_go_duration(expected) == duration);
  }
}
