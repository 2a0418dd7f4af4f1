#pragma once

#include <isometric/description/family_descriptor.hpp>

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

inline std::string in_quotes(std::string_view text) {
  return joined({"'", text, "'"});
}

inline std::string site_text(const SourceLocation& site) {
  return joined({site.file, ":", std::to_string(site.line)});
}

}  // namespace isometric::inline v1::detail
