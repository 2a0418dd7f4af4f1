// The parsers of single values other than durations: numbers, times, and how texts are quoted.

#include "decimal.hpp"
#include "quoted_text.hpp"
#include "rfc3339.hpp"
#include "support/catch.hpp"
#include "support/text_matchers.hpp"

#include <chrono>
#include <clocale>
#include <locale>
#include <string>
#include <utility>

using namespace homecluster::program;
using test_support::Contains;
using test_support::StartsWith;
using namespace std::chrono_literals;

namespace {

template <class Parse>
std::string message_for(Parse parse, std::string_view text) {
  try {
    (void)parse(text);
  } catch (const InvalidText& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("numbers are read in decimal and scientific notation", "[decimal]") {
  CHECK(parse_decimal("70") == 70);
  CHECK(parse_decimal("1.5") == 1.5);
  CHECK(parse_decimal("0.0") == 0);
  CHECK(parse_decimal("0") == 0);
  CHECK(parse_decimal("2e-3") == 0.002);
  CHECK(parse_decimal("0.1") == 0.1);
  CHECK(parse_decimal("1.7976931348623157e308") == 1.7976931348623157e308);
}

TEST_CASE("what is no finite number of zero or more is refused, with the reason", "[decimal]") {
  const std::pair<std::string, std::string> cases[] = {
      {"", "found an empty text"},
      {"abc", "found \"abc\""},
      {"NaN", "not finite"},
      {"nan(7)", "not finite"},
      {"inf", "not finite"},
      {"infinity", "not finite"},
      {"-inf", "not finite"},
      {"-1", "negative"},
      {"-0.0", "negative"},
      {"1e400", "beyond the range of a double"},
      {"1e-400", "beyond the range of a double"},
      {"1.5x", "\"x\""},
      {"1.5 ", "\" \""},
      {" 1.5", "found \" 1.5\""},
      {"+1", "found \"+1\""},
      {"1,5", "\",5\""},
      {"0x10", "\"x10\""},
      {"1_000", "\"_000\""},
      {"70%", "\"%\""},
      {"1.5.5", "\".5\""},
  };
  for (const auto& [text, reason] : cases) {
    INFO(text);
    const auto message = message_for(parse_decimal, text);
    CHECK_THAT(message, StartsWith("expected a number of zero or more"));
    CHECK_THAT(message, Contains(reason));
  }
}

TEST_CASE("times are read as RFC 3339 writes them", "[rfc3339]") {
  using namespace std::chrono;
  const auto half_past_six = sys_days{2026y / March / 1} + 6h + 30min;
  CHECK(parse_rfc3339("2026-03-01T06:30:00Z") == half_past_six);
  CHECK(parse_rfc3339("2026-03-01t06:30:00z") == half_past_six);
  CHECK(parse_rfc3339("2026-03-01T07:30:00+01:00") == half_past_six);
  CHECK(parse_rfc3339("2026-02-28T18:30:00-12:00") == half_past_six);
  CHECK(parse_rfc3339("2026-03-01T06:30:00.25Z") == half_past_six + 250ms);
  CHECK(parse_rfc3339("2026-03-01T06:30:00.1234567891Z") == half_past_six + 123456789ns);
  CHECK(parse_rfc3339("2024-02-29T00:00:00Z") == sys_days{2024y / February / 29});
  CHECK(parse_rfc3339("1970-01-01T00:00:00Z") == system_clock::time_point{});
  CHECK(parse_rfc3339("1969-12-31T23:00:00-01:00") == system_clock::time_point{});
  CHECK(parse_rfc3339("2261-12-31T23:59:59Z") == sys_days{2262y / January / 1} - 1s);
}

TEST_CASE("what is no time is refused, with the reason", "[rfc3339]") {
  const std::pair<std::string, std::string> cases[] = {
      {"", "an empty text"},
      {"yesterday", "a digit is missing"},
      {"2026-03-01", "a T must come between"},
      {"2026-03-01 06:30:00Z", "a T must come between"},
      {"2026-03-01T06:30:00", "must come last"},
      {"2026-03-01T06:30Z", "\":\" is missing"},
      {"2026-3-1T06:30:00Z", "a digit is missing"},
      {"2026-02-30T06:30:00Z", "no such day"},
      {"2025-02-29T06:30:00Z", "no such day"},
      {"2026-13-01T06:30:00Z", "no such day"},
      {"2026-00-01T06:30:00Z", "no such day"},
      {"2026-03-01T24:00:00Z", "no such time of day"},
      {"2026-03-01T23:59:60Z", "no such time of day"},
      {"2026-03-01T06:30:00+24:00", "no such offset"},
      {"2026-03-01T06:30:00+0100", "\":\" is missing"},
      {"2026-03-01T06:30:00.Z", "digits must follow"},
      {"2026-03-01T06:30:00Zulu", "something follows"},
      {"2026-03-01T06:30:00Z\n", "something follows"},
      {"1969-12-31T23:59:59Z", "earlier than 1970"},
      {"0000-01-01T00:00:00Z", "not within the years"},
      {"9999-12-31T00:00:00Z", "not within the years"},
      {"2262-01-01T00:00:00Z", "not within the years"},
      {"-026-03-01T06:30:00Z", "a digit is missing"},
  };
  for (const auto& [text, reason] : cases) {
    INFO(text);
    const auto message = message_for(parse_rfc3339, text);
    CHECK_THAT(message, StartsWith("expected a time such as 2026-03-01T06:30:00Z, found"));
    if (!text.empty()) CHECK_THAT(message, Contains(reason));
  }
}

TEST_CASE("times are written in UTC and read back", "[rfc3339]") {
  for (const std::string text :
       {"1970-01-01T00:00:00Z", "2024-02-29T23:59:59Z", "2026-11-09T08:07:06Z"}) {
    CHECK(to_rfc3339(parse_rfc3339(text)) == text);
  }
  CHECK(to_rfc3339(parse_rfc3339("2026-03-01T07:30:00.9+01:00")) == "2026-03-01T06:30:00Z");
}

TEST_CASE("a quoted text stays on one line and within bounds", "[quoted_text]") {
  CHECK(in_quotes("rack-1") == "\"rack-1\"");
  CHECK(in_quotes("a\"b\\c") == R"("a\"b\\c")");
  CHECK(in_quotes("a\nb") == R"("a\nb")");
  CHECK(in_quotes(std::string_view{"\0\x1b\x7f", 3}) == R"("\x00\x1b\x7f")");
  CHECK(in_quotes(std::string(80, 'x')) == '"' + std::string(80, 'x') + '"');
  CHECK(in_quotes(std::string(81, 'x')) == '"' + std::string(80, 'x') + "\"...");
}

TEST_CASE("a quoted text does nothing to a terminal, in whatever encoding", "[quoted_text]") {
  CHECK(in_quotes("n\xc3\xa4s \xe2\x82\xac \xf0\x9f\x8f\xa0") ==
        "\"n\xc3\xa4s \xe2\x82\xac \xf0\x9f\x8f\xa0\"");
  CHECK(in_quotes("\x9b") == R"("\x9b")");                  // CSI of eight bits
  CHECK(in_quotes("\xc2\x9b") == R"("\xc2\x9b")");          // the same in UTF-8
  CHECK(in_quotes("\xe2\x80\xae") == R"("\xe2\x80\xae")");  // from right to left
  CHECK(in_quotes("\xe2\x80\xa8") == R"("\xe2\x80\xa8")");  // a line separator
  CHECK(in_quotes("\xf0\x9f") == R"("\xf0\x9f")");          // half a character
  CHECK(in_quotes("\xc0\xaf\xed\xa0\x80") == R"("\xc0\xaf\xed\xa0\x80")");
}

TEST_CASE("a long text is cut between two characters", "[quoted_text]") {
  const std::string most(79, 'x');
  CHECK(in_quotes(most + "\xc3\xa4") == '"' + most + "\"...");
  CHECK(in_quotes(most + "\xe2\x82\xac") == '"' + most + "\"...");
  CHECK(in_quotes(std::string(200'000, '\x1b')).size() < 400);
  CHECK(in_quotes(std::string(200'000, '\x80')).size() < 400);
}
