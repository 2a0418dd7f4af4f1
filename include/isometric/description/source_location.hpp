#pragma once

namespace isometric::inline v1 {

/// A place in the source: where an instrument was declared.
///
/// Used in place of std::source_location because clang 14 has none. `file` points to a string
/// literal, so a library that is unloaded takes it away: whoever outlives the library copies it.
struct SourceLocation {
  const char* file = "";
  unsigned line = 0;

  /// As a default argument, the place of the call; the arguments are never passed by hand.
  static constexpr SourceLocation current(const char* file = __builtin_FILE(),
                                          unsigned line = __builtin_LINE()) noexcept {
    return {file, line};
  }
};

}  // namespace isometric::inline v1
