#include "quoted_text.hpp"

#include <cstddef>

namespace homecluster::program {

std::string in_quotes(std::string_view text) {
  constexpr std::size_t longest_shown = 80;
  constexpr std::string_view digits = "0123456789abcdef";
  const bool cut = text.size() > longest_shown;
  std::string shown = "\"";
  for (const char character : text.substr(0, longest_shown)) {
    const auto byte = static_cast<unsigned char>(character);
    if (character == '"' || character == '\\') {
      shown += '\\';
      shown += character;
    } else if (character == '\n') {
      shown += "\\n";
    } else if (byte < 0x20 || byte == 0x7f) {
      shown += "\\x";
      shown += digits[byte >> 4];
      shown += digits[byte & 0x0f];
    } else {
      shown += character;
    }
  }
  shown += cut ? "\"..." : "\"";
  return shown;
}

namespace {

std::string sentence(std::string_view expected, std::string_view found) {
  std::string text = "expected ";
  text += expected;
  text += ", found ";
  text += found.empty() ? std::string{"an empty text"} : in_quotes(found);
  return text;
}

}  // namespace

InvalidText::InvalidText(std::string_view expected, std::string_view found)
    : std::invalid_argument{sentence(expected, found)} {}

InvalidText::InvalidText(std::string_view expected, std::string_view found, std::string_view reason)
    : std::invalid_argument{sentence(expected, found) + " (" + std::string{reason} + ")"} {}

}  // namespace homecluster::program
