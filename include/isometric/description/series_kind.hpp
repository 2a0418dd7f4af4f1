#pragma once

#include <string_view>

namespace isometric::inline v1 {

/// How the series of a family come, go and get their values.
enum class SeriesKind : unsigned char {
  fixed,      ///< made once, never removed: handles are plain and cost nothing
  removable,  ///< can be removed: handles are reference-counted
  callback,   ///< read from the program at each scrape, while a registration lasts
};

constexpr std::string_view to_string(SeriesKind kind) noexcept {
  switch (kind) {
    case SeriesKind::fixed: return "fixed";
    case SeriesKind::removable: return "removable";
    case SeriesKind::callback: return "callback";
  }
  return "unknown";
}

}  // namespace isometric::inline v1
