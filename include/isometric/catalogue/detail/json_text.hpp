#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/detail/number_text.hpp>
#include <isometric/reading/detail/valid_text.hpp>

#include <string>
#include <string_view>

// JSON as RFC 8259 has it.
namespace isometric::inline v1::detail {

/// A string with its quotes. What is no valid UTF-8 becomes U+FFFD.
inline std::string json_string(std::string_view text) {
  if (!is_valid_text(text)) return json_string(to_valid_text(text));
  constexpr std::string_view digits = "0123456789abcdef";
  std::string json = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      json += '\\';
      json += c;
    } else if (c == '\n') {
      json += "\\n";
    } else if (byte < 0x20) {
      json += "\\u00";
      json += digits[byte >> 4U];
      json += digits[byte & 0xFU];
    } else {
      json += c;
    }
  }
  return json += '"';
}

/// JSON has no infinity and no NaN; they become strings, spelt as exposition formats spell them.
inline std::string json_number(double value) {
  return is_finite(value) ? number_text(value) : json_string(number_text(value));
}

/// An array of what `text` makes of each value.
template <class Values, class Text>
std::string json_array(const Values& values, Text text) {
  std::string json = "[";
  for (const auto& value : values) {
    if (json.size() > 1) json += ',';
    json += text(value);
  }
  return json += ']';
}

}  // namespace isometric::inline v1::detail
