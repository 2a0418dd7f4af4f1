#pragma once

#include <cstddef>
#include <string_view>

namespace isometric::inline v1::detail {

/// The text of a string literal. Everything before the terminator counts, embedded NULs included,
/// so that a rule about characters sees them; an array without a terminator counts whole.
template <std::size_t Size>
constexpr std::string_view literal_text(const char (&literal)[Size]) noexcept {
  return {literal, literal[Size - 1] == '\0' ? Size - 1 : Size};
}

/// Marks the constructors that take a text which the caller has checked.
struct Unchecked {};

}  // namespace isometric::inline v1::detail
