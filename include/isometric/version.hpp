#pragma once

namespace isometric::inline v1 {

/// The library's version, for code that must tell releases apart at compile time (`if constexpr`,
/// `static_assert`). CMake reads it from here, so no other file says it. Until 1.0 a new minor
/// version may change source compatibility; a new patch version never does.
inline constexpr int version_major = 0;
inline constexpr int version_minor = 2;
inline constexpr int version_patch = 0;

namespace detail {
inline constexpr char version_text[] = "0.2.0";  // the same, as a test proves
}  // namespace detail

}  // namespace isometric::inline v1
