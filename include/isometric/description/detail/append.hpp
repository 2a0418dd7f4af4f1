#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace isometric::inline v1::detail {

/// Adds the parts to a text. What messages are made with: of `a + b`, and of `stream << a`, the
/// compiler looks at dozens of candidates, each time.
inline std::string& append(std::string& text, std::initializer_list<std::string_view> parts) {
  for (const std::string_view part : parts) text.append(part.data(), part.size());
  return text;
}

inline std::string joined(std::initializer_list<std::string_view> parts) {
  std::string text;
  append(text, parts);
  return text;
}

}  // namespace isometric::inline v1::detail
