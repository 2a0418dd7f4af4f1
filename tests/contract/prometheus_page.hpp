#pragma once

#include <prometheus/collectable.h>
#include <prometheus/text_serializer.h>

#include <cstddef>
#include <string>
#include <string_view>

/// The page that prometheus-cpp's own serializer prints for `source`.
inline std::string page_of(const prometheus::Collectable& source) {
  return prometheus::TextSerializer{}.Serialize(source.Collect());
}

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

inline std::size_t occurrences(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}
