#include "support/catch.hpp"

#include <isometric/reading/detail/valid_text.hpp>

#include <string>
#include <string_view>

using isometric::detail::to_valid_text;
using namespace std::string_literals;

namespace {

const std::string mark = "\xEF\xBF\xBD";

}  // namespace

TEST_CASE("valid text stays as it is") {
  for (const auto& text :
       {""s, "plain"s, "\n\t\r\x01\x7F"s, "\xC3\xA4"s, "\xE2\x82\xAC"s, "\xF0\x9F\x98\x80"s,
        "\xED\x9F\xBF\xEE\x80\x80"s, "\xF4\x8F\xBF\xBF"s, mark}) {
    CHECK(to_valid_text(text) == text);
  }
}

TEST_CASE("every byte that belongs to no valid sequence becomes U+FFFD") {
  CHECK(to_valid_text("\x80") == mark);
  CHECK(to_valid_text("a\xFFz") == "a" + mark + "z");
  CHECK(to_valid_text("\xFE\xFF") == mark + mark);
  CHECK(to_valid_text("\xC3") == mark);
  CHECK(to_valid_text("\xC3(") == mark + "(");
  CHECK(to_valid_text("\xE2\x82") == mark + mark);
  CHECK(to_valid_text("\xE2\x82z") == mark + mark + "z");
  CHECK(to_valid_text("\xF0\x9F\x98") == mark + mark + mark);
  CHECK(to_valid_text("\xC0\x80") == mark + mark);
  CHECK(to_valid_text("\xC1\xBF") == mark + mark);
  CHECK(to_valid_text("\xE0\x9F\xBF") == mark + mark + mark);
  CHECK(to_valid_text("\xF0\x8F\xBF\xBF") == mark + mark + mark + mark);
  CHECK(to_valid_text("\xED\xA0\x80") == mark + mark + mark);
  CHECK(to_valid_text("\xF4\x90\x80\x80") == mark + mark + mark + mark);
  CHECK(to_valid_text("\xF5\x80\x80\x80") == mark + mark + mark + mark);
  CHECK(to_valid_text("\xE2\x82\xC3\xA4") == mark + mark + "\xC3\xA4");
}

TEST_CASE("a NUL, at which Prometheus's parser stops, becomes U+FFFD as well") {
  CHECK(to_valid_text("\0"s) == mark);
  CHECK(to_valid_text("a\0b"s) == "a" + mark + "b");
}

TEST_CASE("mended text needs no more mending") {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  const auto once = to_valid_text(all + all);
  CHECK(to_valid_text(once) == once);
}
