#include "support/catch.hpp"

#include <homecluster/printable_text.hpp>

#include <string>
#include <string_view>
#include <utility>

using homecluster::beginning_of;
using homecluster::between_quotes;
using homecluster::printable;

TEST_CASE("a text is cut between two characters", "[printable_text]") {
  CHECK(beginning_of("abc", 3) == "abc");
  CHECK(beginning_of("abcd", 3) == "abc");
  CHECK(beginning_of("ab\xC3\xA4", 3) == "ab");
  CHECK(beginning_of("a\xF0\x9F\x98\x80", 4) == "a");
  CHECK(beginning_of("\xC3\xA4", 1) == "");
  CHECK(beginning_of("\x80\x80\x80\x80\x80", 4).size() == 1);  // no UTF-8, yet not all is lost
  CHECK(beginning_of(std::string(100, 'x')).size() == homecluster::longest_shown);
}

TEST_CASE("what would not stand in a line is escaped", "[printable_text]") {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"plain \xC3\xA4 \xE2\x82\xAC", "plain \xC3\xA4 \xE2\x82\xAC"},
      {"a\nb", R"(a\nb)"},
      {"\x1b[2J\x7f", R"(\x1b[2J\x7f)"},
      {"\xC2\x85", R"(\xc2\x85)"},            // a next line
      {"\xE2\x80\xA8", R"(\xe2\x80\xa8)"},    // a line separator
      {"\xE2\x80\xAE", R"(\xe2\x80\xae)"},    // from right to left from here on
      {"\xE2\x81\xA6", R"(\xe2\x81\xa6)"},    // an isolate
      {"\xD8\x9C", R"(\xd8\x9c)"},            // the Arabic letter mark
      {"\xEF\xBB\xBF", R"(\xef\xbb\xbf)"},    // a byte order mark
      {"\xE4 \xC0\x80", R"(\xe4 \xc0\x80)"},  // no UTF-8
      {std::string_view{"a\0b", 3}, R"(a\x00b)"},
  };
  for (const auto& [text, shown] : cases) CHECK(printable(text) == shown);
  CHECK(printable("a'b", "'") == R"(a\'b)");
}

TEST_CASE("a quoted text cannot end its quotes, and says that it is longer", "[printable_text]") {
  CHECK(between_quotes("it's") == R"('it\'s')");
  CHECK(between_quotes(R"(a\)", '"') == R"("a\\")");
  CHECK(between_quotes(std::string(81, 'x')) == "'" + std::string(80, 'x') + "'...");
}
