#pragma once

#include <isometric/metrics_sink.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

// Hashing and comparing label values, inline and without calls for the short strings that label
// values are: a lookup has a budget of 20 ns, of which the update itself takes a good half.
namespace isometric {
inline namespace v1 {
namespace detail {

inline std::uint64_t load_8_bytes(const char* from) noexcept {
  std::uint64_t word;
  std::memcpy(&word, from, sizeof word);
  return word;
}

inline std::uint64_t load_4_bytes(const char* from) noexcept {
  std::uint32_t word;
  std::memcpy(&word, from, sizeof word);
  return word;
}

/// Multiplies and folds the high half of the product into the low one, so that every bit of the
/// factors reaches the low bits, which choose the slot.
inline std::uint64_t multiply_and_fold(std::uint64_t a, std::uint64_t b) noexcept {
#if defined(__SIZEOF_INT128__)
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
#else
  a = (a ^ (a >> 32)) * 0x9E37'79B9'7F4A'7C15;
  b = (b ^ (b >> 32)) * 0xC2B2'AE3D'27D4'EB4F;
  return (a ^ (b << 32 | b >> 32)) * 0x9E37'79B9'7F4A'7C15 ^ (a >> 29) ^ b;
#endif
}

/// Hashes a string; chaining `state` from string to string keeps ("a", "b") and ("b", "a"), and
/// ("ab", "c") and ("a", "bc"), apart. The initial state is secret, against crafted collisions.
inline std::uint64_t hash_text(std::string_view text, std::uint64_t state) noexcept {
  constexpr std::uint64_t odd_1 = 0x9E37'79B9'7F4A'7C15;  // 2^64 / golden ratio
  constexpr std::uint64_t odd_2 = 0xC2B2'AE3D'27D4'EB4F;  // a prime with mixed bits
  const char* at = text.data();
  std::size_t left = text.size();
  state ^= left * odd_2;
  for (; left > 16; left -= 16, at += 16) {
    state = multiply_and_fold(load_8_bytes(at) ^ odd_1, load_8_bytes(at + 8) ^ state);
  }
  // The two words overlap where fewer than 16 bytes are left: that reads no byte too many.
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  if (left >= 8) {
    first = load_8_bytes(at);
    last = load_8_bytes(at + left - 8);
  } else if (left >= 4) {
    first = load_4_bytes(at);
    last = load_4_bytes(at + left - 4);
  } else if (left > 0) {
    const auto byte = [&](std::size_t i) -> std::uint64_t {
      return static_cast<unsigned char>(at[i]);
    };
    first = byte(0) << 16 | byte(left / 2) << 8 | byte(left - 1);
  }
  return multiply_and_fold(first ^ odd_1, last ^ state);
}

inline std::uint64_t hash_values(OpenLabelValues values, std::uint64_t seed) noexcept {
  std::uint64_t state = seed;
  for (const auto value : values) state = hash_text(value, state);
  return state;
}

inline bool equal_text(std::string_view a, std::string_view b) noexcept {
  const std::size_t size = a.size();
  if (size != b.size()) return false;
  const char* x = a.data();
  const char* y = b.data();
  if (size > 16) return std::memcmp(x, y, size) == 0;
  if (size >= 8) {
    return load_8_bytes(x) == load_8_bytes(y) &&
           load_8_bytes(x + size - 8) == load_8_bytes(y + size - 8);
  }
  if (size >= 4) {
    return load_4_bytes(x) == load_4_bytes(y) &&
           load_4_bytes(x + size - 4) == load_4_bytes(y + size - 4);
  }
  return size == 0 || (x[0] == y[0] && x[size / 2] == y[size / 2] && x[size - 1] == y[size - 1]);
}

inline bool ends_with(std::string_view text, std::string_view end) noexcept {
  return text.size() >= end.size() && text.back() == end.back() &&
         equal_text(text.substr(text.size() - end.size()), end);
}

}  // namespace detail
}  // namespace v1
}  // namespace isometric
