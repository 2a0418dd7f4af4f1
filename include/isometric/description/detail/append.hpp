#pragma once

#include <isometric/description/family_descriptor.hpp>

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace isometric::inline v1::detail {

/// Adds the parts to a text. What messages are made with: of `a + b`, and of `stream << a`, the
/// compiler looks at dozens of candidates, each time.
[[gnu::cold]] inline std::string& append(std::string& text,
                                         std::initializer_list<std::string_view> parts) {
  for (const std::string_view part : parts) text.append(part.data(), part.size());
  return text;
}

[[gnu::cold]] inline std::string joined(std::initializer_list<std::string_view> parts) {
  std::string text;
  append(text, parts);
  return text;
}

/// Of std::to_string(), each file that uses it compiles a body of its own.
[[gnu::cold]] inline std::string decimal_text(std::size_t number) {
  char text[20];  // 2^64
  char* const end = text + sizeof text;
  char* begin = end;
  do {
    *--begin = static_cast<char>('0' + number % 10);
    number /= 10;
  } while (number != 0);
  return {begin, end};
}

[[gnu::cold]] inline std::string in_quotes(std::string_view text) {
  return joined({"'", text, "'"});
}

[[gnu::cold]] inline std::string site_text(const SourceLocation& site) {
  return joined({site.file, ":", decimal_text(site.line)});
}

}  // namespace isometric::inline v1::detail
