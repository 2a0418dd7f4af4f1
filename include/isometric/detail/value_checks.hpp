#pragma once

#include <bit>
#include <cstdint>

namespace isometric {
inline namespace v1 {
namespace detail {

inline constexpr std::uint64_t bits_of_infinity = 0x7FF0'0000'0000'0000;
inline constexpr std::uint64_t bits_of_negative_zero = 0x8000'0000'0000'0000;

/// Finite and not negative. Read as an integer, every double that fails is at least as large as
/// infinity, -0.0 included; so the common case is one comparison.
constexpr bool is_increment(double value) noexcept {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  return bits < bits_of_infinity || bits == bits_of_negative_zero;
}

/// Neither infinite nor NaN, also under -ffast-math, which deletes `std::isfinite`.
constexpr bool is_finite(double value) noexcept {
  return (std::bit_cast<std::uint64_t>(value) & bits_of_infinity) != bits_of_infinity;
}

}  // namespace detail
}  // namespace v1
}  // namespace isometric
