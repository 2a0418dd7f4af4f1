#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/marked_bytes.hpp>
#include <isometric/description/detail/utf8.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace isometric::inline v1::detail {

/// Whether a text is ASCII without NUL, as most are.
inline bool is_plain_text(std::string_view text) noexcept {
  // What is not ASCII has the high bit, and a NUL borrows into it.
  return !has_marked_byte(text, [](std::uint64_t word) { return (word - each_low_bit) | word; });
}

/// Whether a page may hold it: UTF-8 without NUL, at which Prometheus's own parser gives up the
/// page.
[[gnu::__noinline__]] inline bool is_valid_text(std::string_view text) noexcept {
  return is_plain_text(text) || is_utf8_without_nul(text);
}

/// `text` with U+FFFD in place of every NUL and every byte that is no part of a well-formed
/// sequence.
template <class = void>
[[gnu::cold]] std::string to_valid_text(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = text.front() == '\0' ? 0 : utf8_sequence_length(text);
    if (length == 0) {
      append(valid, {"\xEF\xBF\xBD"});
      text.remove_prefix(1);
    } else {
      append(valid, {text.substr(0, length)});
      text.remove_prefix(length);
    }
  }
  return valid;
}

}  // namespace isometric::inline v1::detail
