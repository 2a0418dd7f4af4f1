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

/// Whether a page may hold it: UTF-8 without NUL, at which Prometheus's own parser gives up the
/// page. Most text is plain ASCII, which eight bytes at a time show.
inline bool is_valid_text(std::string_view text) noexcept {
  const auto is_valid = [text] { return is_utf8(text) && text.find('\0') == text.npos; };
  constexpr std::size_t word_size = sizeof(std::uint64_t);
  if (text.size() < word_size) return is_valid();
  const auto is_plain_at = [text](std::size_t at) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + at, word_size);
    // The subtraction borrows into the high bit of a byte that is 0.
    return (((word - 0x0101'0101'0101'0101) | word) & 0x8080'8080'8080'8080) == 0;
  };
  for (std::size_t at = 0; at < text.size() - word_size; at += word_size) {
    if (!is_plain_at(at)) return is_valid();
  }
  return is_plain_at(text.size() - word_size) || is_valid();  // may overlap the word before
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
