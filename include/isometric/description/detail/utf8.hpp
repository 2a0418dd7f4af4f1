#pragma once

#include <cstddef>
#include <string_view>

namespace isometric::inline v1::detail {

/// The length in bytes of the well-formed UTF-8 sequence that `text`, which is not empty, begins
/// with; 0 if it begins with none. Overlong forms, surrogates and what lies beyond U+10FFFF are
/// malformed (Unicode 15, table 3-7).
[[gnu::__noinline__]] constexpr std::size_t utf8_sequence_length(std::string_view text) noexcept {
  const auto byte = [text](std::size_t index) { return static_cast<unsigned char>(text[index]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;

  std::size_t length = 0;
  unsigned char lowest = 0x80;  // of the second byte, which is where the malformed forms show
  unsigned char highest = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    if (lead == 0xE0) lowest = 0xA0;
    if (lead == 0xED) highest = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    if (lead == 0xF0) lowest = 0x90;
    if (lead == 0xF4) highest = 0x8F;
  }
  if (length == 0 || text.size() < length) return 0;
  if (byte(1) < lowest || byte(1) > highest) return 0;
  for (std::size_t index = 2; index < length; ++index) {
    if (byte(index) < 0x80 || byte(index) > 0xBF) return 0;
  }
  return length;
}

/// `lowest` is the lowest character that it may hold.
constexpr bool is_utf8(std::string_view text, unsigned char lowest = 0) noexcept {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    const auto lead = static_cast<unsigned char>(*at);
    if (lead < 0x80) {  // no call, which compilers take long over
      if (lead < lowest) return false;
      ++at;
      continue;
    }
    const std::size_t length = utf8_sequence_length({at, static_cast<std::size_t>(end - at)});
    if (length == 0) return false;
    at += length;
  }
  return true;
}

constexpr bool is_utf8_without_nul(std::string_view text) noexcept {
  return is_utf8(text, 1);
}

/// The number of characters of a text that is_utf8.
constexpr std::size_t count_code_points(std::string_view text) noexcept {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80 ? 1 : 0;
  return count;
}

}  // namespace isometric::inline v1::detail
