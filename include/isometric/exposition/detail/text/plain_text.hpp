#pragma once

#include <isometric/description/detail/marked_bytes.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

// Copying text that a page shows as it is, which nearly all label values are.
namespace isometric::inline v1::detail {

/// How many bytes beyond what they copy the functions below may write, and copy_padded() may read.
inline constexpr std::size_t copy_slack = 32;

/// Copies a block at a time, which is faster than to find out how much there is.
inline char* copy_padded(char* out, const char* from, std::size_t size) noexcept {
  for (std::size_t at = 0; at < size; at += copy_slack)
    std::memcpy(out + at, from + at, copy_slack);
  return out + size;
}

/// Copies no byte too many, with few steps: the last one overlaps the one before.
inline char* copy_exactly(char* out, const char* from, std::size_t size) noexcept {
  const auto copy = [out, from, size](auto step) {
    constexpr std::size_t width = sizeof step;
    for (std::size_t at = 0; at + width < size; at += width)
      std::memcpy(out + at, from + at, width);
    std::memcpy(out + size - width, from + size - width, width);
    return out + size;
  };
  struct Characters {
    char all[32];
  };
  struct Half {
    char all[16];
  };
  if (size >= sizeof(Characters)) return copy(Characters());
  if (size >= sizeof(Half)) return copy(Half());
  if (size >= 8) return copy(std::uint64_t());
  if (size >= 4) return copy(std::uint32_t());
  for (std::size_t i = 0; i < size; ++i) out[i] = from[i];
  return out + size;
}

/// Whether each of eight characters is printable ASCII and neither `"` nor a backslash.
constexpr bool are_plain(std::uint64_t characters) noexcept {
  // Each subtraction borrows into the high bit of a byte that is too small. A borrow from the byte
  // beside it can only make a plain one look special, and only where that one is special.
  const std::uint64_t special = (characters - repeated(' ')) |
                                ((characters ^ repeated('"')) - each_low_bit) |
                                ((characters ^ repeated('\\')) - each_low_bit) | characters;
  return (special & each_high_bit) == 0;
}

/// Up to eight characters, the first in the lowest byte.
inline std::uint64_t load_characters(const char* from, std::size_t size) noexcept {
  const auto byte = [from](std::size_t i) {
    return std::uint64_t{static_cast<unsigned char>(from[i])} << 8 * i;
  };
  const auto four = [from](std::size_t i) {
    std::uint32_t characters;
    std::memcpy(&characters, from + i, sizeof characters);
    return std::uint64_t{characters} << 8 * i;
  };
  if (size >= 4) return four(0) | four(size - 4);
  return size == 0 ? 0 : byte(0) | byte(size / 2) | byte(size - 1);
}

/// Copies `text` if all of it is plain; else returns null, and what it wrote is of no use.
inline char* copy_plain(char* out, std::string_view text) noexcept {
  constexpr std::uint64_t plain_word = repeated('x');
  if constexpr (std::endian::native != std::endian::little) {
    for (const char c : text) {
      if (!are_plain((plain_word & ~std::uint64_t{0xFF}) | static_cast<unsigned char>(c))) {
        return nullptr;
      }
      *out++ = c;
    }
    return out;
  }
  const char* from = text.data();
  std::size_t size = text.size();
  for (; size >= 8; size -= 8, from += 8, out += 8) {
    std::uint64_t word;
    std::memcpy(&word, from, sizeof word);
    if (!are_plain(word)) return nullptr;
    std::memcpy(out, &word, sizeof word);
  }
  const std::uint64_t rest = load_characters(from, size);
  if (!are_plain(rest | plain_word << 8 * size)) return nullptr;
  std::memcpy(out, &rest, sizeof rest);
  return out + size;
}

}  // namespace isometric::inline v1::detail
