#pragma once

#include <bit>
#include <cstdint>
#include <type_traits>

// What kind of number a double is, and which of two is greater, by their bits. The operators and
// functions for it are not to be trusted: in a file compiled with -ffast-math, -Ofast or
// -ffinite-math-only, no double is NaN or infinite to the compiler, whatever its bits say; and the
// inline functions that it makes of that may be those that the linker keeps for the whole program.
// A program linked with -ffast-math may also take the smallest numbers for 0.
namespace isometric::inline v1::detail {

inline constexpr std::uint64_t bits_of_infinity = 0x7FF0'0000'0000'0000;
inline constexpr std::uint64_t bits_of_nan = 0x7FF8'0000'0000'0000;
inline constexpr std::uint64_t bits_of_negative_zero = 0x8000'0000'0000'0000;

inline constexpr double infinity = std::bit_cast<double>(bits_of_infinity);
inline constexpr double largest_double = std::bit_cast<double>(bits_of_infinity - 1);
inline constexpr double not_a_number = std::bit_cast<double>(bits_of_nan);

/// From clang 17 on, the compiler of such a file concludes from the type of a parameter what its
/// bits cannot be. So there it must not see where bits come from, and what becomes of them.
constexpr std::uint64_t unknown_origin(std::uint64_t bits) noexcept {
#if defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__
  if (!std::is_constant_evaluated()) __asm__("" : "+r"(bits));
#endif
  return bits;
}

constexpr std::uint64_t bits_of(double value) noexcept {
  return unknown_origin(std::bit_cast<std::uint64_t>(value));
}

/// The way to choose between numbers of which one may be infinite or NaN: by ?: of their bits.
constexpr double double_of(std::uint64_t bits) noexcept {
  return std::bit_cast<double>(unknown_origin(bits));
}

/// The number with another sign or the same; -0.0 is another number than 0.0.
constexpr double with_sign(double magnitude, bool is_negative) noexcept {
  const std::uint64_t bits = bits_of(magnitude) & ~bits_of_negative_zero;
  return double_of(is_negative ? bits | bits_of_negative_zero : bits);
}

constexpr std::uint64_t magnitude_bits(double value) noexcept {
  return bits_of(value) & ~bits_of_negative_zero;
}

constexpr bool is_nan(double value) noexcept {
  return magnitude_bits(value) > bits_of_infinity;
}

/// Neither infinite nor NaN.
constexpr bool is_finite(double value) noexcept {
  return (bits_of(value) & bits_of_infinity) != bits_of_infinity;
}

/// -0.0, and NaN that has the sign, are negative as well.
constexpr bool has_minus_sign(double value) noexcept {
  return bits_of(value) >= bits_of_negative_zero;
}

/// Finite and not negative. Read as an integer, every double that fails is at least as large as
/// infinity, -0.0 included; so the common case is one comparison.
constexpr bool is_increment(double value) noexcept {
  const std::uint64_t bits = bits_of(value);
  return bits < bits_of_infinity || bits == bits_of_negative_zero;
}

/// An integer that orders doubles as they are ordered; those of -0.0 and 0.0 are equal, NaN is
/// beyond the infinities.
constexpr std::int64_t rank_of(double value) noexcept {
  const auto magnitude = static_cast<std::int64_t>(magnitude_bits(value));
  return has_minus_sign(value) ? -magnitude : magnitude;
}

// What ==, < and <= say: always false if one is NaN.

constexpr bool is_equal(double a, double b) noexcept {
  return rank_of(a) == rank_of(b) && !is_nan(a);
}

constexpr bool is_less(double a, double b) noexcept {
  return rank_of(a) < rank_of(b) && !is_nan(a) && !is_nan(b);
}

constexpr bool is_at_most(double a, double b) noexcept {
  return is_less(a, b) || is_equal(a, b);
}

/// NaN equals NaN here: a gauge that was NaN and still is has not changed.
constexpr bool is_same_number(double a, double b) noexcept {
  return is_equal(a, b) || (is_nan(a) && is_nan(b));
}

}  // namespace isometric::inline v1::detail
