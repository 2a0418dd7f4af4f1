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

inline std::uint64_t load_2_bytes(const char* from) noexcept {
  std::uint16_t word;
  std::memcpy(&word, from, sizeof word);
  return word;
}

/// A text of at most 16 bytes as two numbers, which texts of the same size share only if they are
/// equal.
struct TextWords {
  std::uint64_t first;
  std::uint64_t last;

  bool operator==(const TextWords&) const noexcept = default;
};

/// The loads overlap where the text is shorter than all of them, so none reads a byte too many.
/// From 2 to 8 bytes, as most label values are, there is no branch on the size: it varies from one
/// look-up to the next, and a processor that guesses it wrong loses as much as the rest takes.
inline TextWords words_of(const char* at, std::size_t size) noexcept {
  if (size > 8) return {load_8_bytes(at), load_8_bytes(at + size - 8)};
  if (size < 2) [[unlikely]]
    return {size == 0 ? 0U : static_cast<unsigned char>(*at), 0};
  const std::size_t end = size - 2;
  const std::size_t second = end < 2 ? end : 2;
  const std::size_t third = end < 4 ? end : 4;
  return {load_2_bytes(at) | load_2_bytes(at + second) << 16 | load_2_bytes(at + third) << 32 |
              load_2_bytes(at + end) << 48,
          0};
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

inline constexpr std::uint64_t odd_1 = 0x9E37'79B9'7F4A'7C15;  // 2^64 / golden ratio
inline constexpr std::uint64_t odd_2 = 0xC2B2'AE3D'27D4'EB4F;  // a prime with mixed bits

/// Takes 16 bytes at a time into the state. Apart, because few values are so long.
[[gnu::__noinline__]] inline std::uint64_t hash_blocks(const char* at, const char* end,
                                                       std::uint64_t state) noexcept {
  for (; at != end; at += 16) {
    state = multiply_and_fold(load_8_bytes(at) ^ odd_1, load_8_bytes(at + 8) ^ state);
  }
  return state;
}

/// Hashes a string. The initial state is secret, against crafted collisions.
inline std::uint64_t hash_text(std::string_view text, std::uint64_t state) noexcept {
  const char* at = text.data();
  std::size_t left = text.size();
  state ^= left * odd_2;
  if (left > 16) [[unlikely]] {
    const char* const rest = at + (left - 1) / 16 * 16;
    state = hash_blocks(at, rest, state);
    left -= static_cast<std::size_t>(rest - at);
    at = rest;
  }
  const TextWords words = words_of(at, left);
  return multiply_and_fold(words.first ^ odd_1, words.last ^ state);
}

/// Hashes each value from a state of its own, so that a processor does all at the same time. The
/// states keep ("a", "b") and ("b", "a"), and ("ab", "c") and ("a", "bc"), apart.
inline std::uint64_t hash_values(OpenLabelValues values, std::uint64_t seed) noexcept {
  std::uint64_t hash = 0;
  std::uint64_t state = seed;
#pragma GCC unroll 4  // where the caller knows the number, the values stay in registers
  for (const auto value : values) {
    hash += hash_text(value, state);
    state += odd_1;
  }
  return hash;
}

inline bool equal_text(std::string_view a, std::string_view b) noexcept {
  const std::size_t size = a.size();
  if (size != b.size()) return false;
  if (size > 16) return std::memcmp(a.data(), b.data(), size) == 0;
  return words_of(a.data(), size) == words_of(b.data(), size);
}

inline bool ends_with(std::string_view text, std::string_view end) noexcept {
  return text.size() >= end.size() && text.back() == end.back() &&
         equal_text(text.substr(text.size() - end.size()), end);
}

}  // namespace detail
}  // namespace v1
}  // namespace isometric
