#pragma once

#include <isometric/detail/utf8.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace isometric {
inline namespace v1 {
namespace detail {

/// Whether a text is ASCII without NUL, as most are: eight bytes at a time.
inline bool is_plain_text(std::string_view text) noexcept {
  constexpr std::uint64_t low_bits = 0x0101'0101'0101'0101;
  constexpr std::uint64_t high_bits = 0x8080'8080'8080'8080;
  std::uint64_t word = 0;
  std::uint64_t seen = 0;  // has the high bit of a byte that is not ASCII; a NUL borrows into it
  if (text.size() < sizeof word) {
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      seen |= (byte - 1U) | byte;
    }
    return (seen & high_bits) == 0;
  }
  const char* const last = text.data() + text.size() - sizeof word;
  for (const char* at = text.data(); at < last; at += sizeof word) {
    std::memcpy(&word, at, sizeof word);
    seen |= (word - low_bits) | word;
  }
  std::memcpy(&word, last, sizeof word);  // may overlap the word before
  seen |= (word - low_bits) | word;
  return (seen & high_bits) == 0;
}

/// Whether a page may hold it: UTF-8 without NUL, at which Prometheus's own parser gives up the
/// page.
inline bool is_valid_text(std::string_view text) noexcept {
  return is_plain_text(text) || is_utf8_without_nul(text);
}

/// `text` with U+FFFD in place of every NUL and every byte that is no part of a well-formed
/// sequence.
inline std::string to_valid_text(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = text.front() == '\0' ? 0 : utf8_sequence_length(text);
    if (length == 0) {
      valid += "\xEF\xBF\xBD";
      text.remove_prefix(1);
    } else {
      valid += text.substr(0, length);
      text.remove_prefix(length);
    }
  }
  return valid;
}

}  // namespace detail
}  // namespace v1
}  // namespace isometric
