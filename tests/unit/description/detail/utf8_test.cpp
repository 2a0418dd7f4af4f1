#include "support/catch.hpp"

#include <isometric/description/detail/utf8.hpp>

#include <string_view>

namespace {

using isometric::detail::is_utf8;
using namespace std::string_view_literals;

TEST_CASE("well-formed UTF-8 is recognised up to the bounds of each length") {
  CHECK(is_utf8(""));
  CHECK(is_utf8("\0\x7f"sv));
  CHECK(is_utf8("\xc2\x80\xdf\xbf"));                  // U+0080, U+07FF
  CHECK(is_utf8("\xe0\xa0\x80\xef\xbf\xbf"));          // U+0800, U+FFFF
  CHECK(is_utf8("\xed\x9f\xbf\xee\x80\x80"));          // around the surrogates
  CHECK(is_utf8("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"));  // U+10000, U+10FFFF
}

TEST_CASE("malformed UTF-8 is recognised") {
  CHECK_FALSE(is_utf8("\x80"));              // a continuation alone
  CHECK_FALSE(is_utf8("\xc0\x80"));          // overlong NUL
  CHECK_FALSE(is_utf8("\xc1\xbf"));          // overlong, two bytes
  CHECK_FALSE(is_utf8("\xe0\x9f\xbf"));      // overlong, three bytes
  CHECK_FALSE(is_utf8("\xf0\x8f\xbf\xbf"));  // overlong, four bytes
  CHECK_FALSE(is_utf8("\xed\xa0\x80"));      // a surrogate
  CHECK_FALSE(is_utf8("\xf4\x90\x80\x80"));  // beyond U+10FFFF
  CHECK_FALSE(is_utf8("\xf5\x80\x80\x80"));
  CHECK_FALSE(is_utf8("\xff"));
  CHECK_FALSE(is_utf8("a\xc3"));  // cut short
  CHECK_FALSE(is_utf8("\xe2\x82"));
  CHECK_FALSE(is_utf8("\xf0\x9f\x99"));
  CHECK_FALSE(is_utf8("\xe2\x28\xa1"));
  CHECK_FALSE(is_utf8("\xe2\x82\x28"));
  CHECK_FALSE(is_utf8("\xf0\x9f\x99\x28"));
}

}  // namespace
