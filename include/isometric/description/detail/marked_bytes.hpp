#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

// Searches of short texts for bytes, eight at a time: the standard library's take longer to be
// called than most texts take to be read.
namespace isometric::inline v1::detail {

inline constexpr std::uint64_t each_low_bit = 0x0101'0101'0101'0101;
inline constexpr std::uint64_t each_high_bit = 0x8080'8080'8080'8080;

/// Eight times the same character.
constexpr std::uint64_t repeated(char c) noexcept {
  return each_low_bit * static_cast<unsigned char>(c);
}

/// Sets the high bit of each byte that is 0. May set it in a byte above one that is 0, too, but in
/// none if there is none. The other bits mean nothing.
constexpr std::uint64_t mark_zeros(std::uint64_t word) noexcept {
  return (word - each_low_bit) & ~word;
}

/// Whether `mark`, which is given eight bytes of the text, sets the high bit of any.
template <class Mark>
bool has_marked_byte(std::string_view text, Mark mark) noexcept {
  if (text.empty()) return false;
  std::uint64_t word = repeated(text.front());  // fills up what is shorter than a word
  std::uint64_t marked = 0;
  if (text.size() < sizeof word) {
    std::memcpy(&word, text.data(), text.size());
  } else {
    const char* const last = text.data() + text.size() - sizeof word;
    for (const char* at = text.data(); at < last; at += sizeof word) {
      std::memcpy(&word, at, sizeof word);
      marked |= mark(word);
    }
    std::memcpy(&word, last, sizeof word);  // may overlap the word before
  }
  return ((marked | mark(word)) & each_high_bit) != 0;
}

}  // namespace isometric::inline v1::detail
