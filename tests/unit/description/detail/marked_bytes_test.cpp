#include "support/catch.hpp"

#include <isometric/description/detail/marked_bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

using isometric::detail::has_marked_byte;
using isometric::detail::mark_zeros;
using isometric::detail::repeated;

namespace {

bool contains(const std::string& text, char c) {
  return has_marked_byte(text, [=](std::uint64_t word) { return mark_zeros(word ^ repeated(c)); });
}

}  // namespace

TEST_CASE("a byte is found wherever it stands in texts of any length") {
  for (const char sought : {'\\', '\n', '\0', '\x01', '\x7F', '\x80', '\xFF'}) {
    for (std::size_t size = 1; size < 40; ++size) {
      for (std::size_t at = 0; at < size; ++at) {
        std::string text(size, 'b');
        text[at] = sought;
        CAPTURE(sought, size, at);
        CHECK(contains(text, sought));
      }
    }
  }
}

TEST_CASE("a byte is not found where only others are") {
  for (int sought = 0; sought < 256; ++sought) {
    std::string others;
    for (int byte = 0; byte < 256; ++byte) {
      if (byte != sought) others += static_cast<char>(byte);
    }
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{7}, others.size()}) {
      CAPTURE(sought, size);
      CHECK_FALSE(contains(others.substr(0, size), static_cast<char>(sought)));
    }
  }
}
