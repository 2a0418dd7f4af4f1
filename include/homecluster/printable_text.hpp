#pragma once

#include <isometric/description/detail/utf8.hpp>

#include <cstddef>
#include <string>
#include <string_view>

// Names and texts that somebody else wrote, in messages that people read on terminals and in logs.
namespace homecluster {

/// The longest part of a foreign text that a message shows, in bytes.
inline constexpr std::size_t longest_shown = 80;

/// At most `most` bytes of `text`, cut between two characters.
[[nodiscard]] constexpr std::string_view beginning_of(std::string_view text,
                                                      std::size_t most = longest_shown) noexcept {
  if (text.size() <= most) return text;
  std::size_t end = most;
  // A sequence of UTF-8 has at most three bytes behind its first; what has more is none.
  const std::size_t least = most < 3 ? 0 : most - 3;
  while (end > least && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) --end;
  return text.substr(0, end);
}

namespace detail {

/// Whether a character would do something to a terminal or to the line instead of standing in it:
/// control characters, also those of two bytes; line separators; marks that turn the direction.
constexpr bool is_unprintable(std::string_view character) noexcept {
  const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(character[index]); };
  switch (character.size()) {
    case 1: return byte(0) < 0x20 || byte(0) == 0x7F;
    case 2: return (byte(0) == 0xC2 && byte(1) < 0xA0) || character == "\xD8\x9C";
    case 3:
      return (byte(0) == 0xE2 && byte(1) == 0x80 &&
              (byte(2) == 0x8E || byte(2) == 0x8F || (byte(2) >= 0xA8 && byte(2) <= 0xAE))) ||
             (byte(0) == 0xE2 && byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9) ||
             character == "\xEF\xBB\xBF";
    default: return false;
  }
}

inline void append_escaped(std::string& line, std::string_view character) {
  constexpr std::string_view digits = "0123456789abcdef";
  if (character == "\n") {
    line += "\\n";
    return;
  }
  for (const char each : character) {
    const auto byte = static_cast<unsigned char>(each);
    line += {'\\', 'x', digits[byte >> 4U], digits[byte & 0x0FU]};
  }
}

}  // namespace detail

/// `text` as one line that is safe to print: what is no UTF-8, and what would move the cursor,
/// break the line or turn its direction, is written as `\n` or `\x1b`. The characters of `marked`
/// get a backslash.
[[nodiscard]] inline std::string printable(std::string_view text, std::string_view marked = {}) {
  std::string line;
  line.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = isometric::detail::utf8_sequence_length(text);
    const std::string_view character = text.substr(0, length == 0 ? 1 : length);
    text.remove_prefix(character.size());
    if (length == 0 || detail::is_unprintable(character)) {
      detail::append_escaped(line, character);
    } else {
      if (marked.find(character) != std::string_view::npos) line += '\\';
      line += character;
    }
  }
  return line;
}

/// `text` in quotes and printable. Of a long one its beginning, with "..." behind the quotes.
/// (Not named `quoted`, which argument-dependent lookup would find in std as well.)
[[nodiscard]] inline std::string between_quotes(std::string_view text, char quote = '\'') {
  const std::string_view shown = beginning_of(text);
  return quote + printable(shown, std::string{quote, '\\'}) + quote +
         (shown.size() < text.size() ? "..." : "");
}

}  // namespace homecluster
