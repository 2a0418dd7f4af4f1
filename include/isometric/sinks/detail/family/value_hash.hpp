#pragma once

#include <isometric/contract/metrics_sink.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

// Hashing and comparing label values, inline and without calls for the short strings that label
// values are: a lookup has a budget of 20 ns, of which the update itself takes a good half.
namespace isometric::inline v1::detail {

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
/// Up to 8 bytes are what load_8_bytes() would read of them and zeros, on little-endian machines.
inline TextWords words_of(const char* at, std::size_t size) noexcept {
  if (size > 8) return {load_8_bytes(at), load_8_bytes(at + size - 8)};
  if (size < 2) [[unlikely]]
    return {size == 0 ? 0U : static_cast<unsigned char>(*at), 0};
  const std::size_t end = size - 2;
  const std::size_t second = end < 2 ? end : 2;
  const std::size_t third = end < 4 ? end : 4;
  constexpr bool is_little = std::endian::native == std::endian::little;
  return {load_2_bytes(at) | load_2_bytes(at + second) << (is_little ? 8 * second : 16) |
              load_2_bytes(at + third) << (is_little ? 8 * third : 32) |
              load_2_bytes(at + end) << (is_little ? 8 * end : 48),
          0};
}

/// What makes the hash of one process another one than that of the next: random words, which
/// nobody outside of the process knows.
struct HashSeed {
  struct Factors {
    std::uint64_t first;
    std::uint64_t last;
  };

  static constexpr std::size_t label_count = 8;

  /// A pair for each label by its position, so that what one adds another cannot take away.
  Factors of_label[label_count];
  Factors of_blocks;
  Factors of_result;  ///< the last one odd
  std::uint64_t of_size;
};

/// The low half of a product, and its high half folded into it, so that every bit of the factors
/// reaches the low bits, which choose the slot. For machines that have no wider multiplication.
constexpr std::uint64_t multiply_halves_and_fold(std::uint64_t a, std::uint64_t b) noexcept {
  constexpr std::uint64_t low_half = 0xFFFF'FFFF;
  const std::uint64_t low = (a & low_half) * (b & low_half);
  const std::uint64_t left = (a >> 32) * (b & low_half);
  const std::uint64_t right = (a & low_half) * (b >> 32);
  const std::uint64_t high = (a >> 32) * (b >> 32);
  const std::uint64_t middle = left + (low >> 32) + (right & low_half);
  return (middle << 32 | (low & low_half)) ^ (high + (middle >> 32) + (right >> 32));
}

inline std::uint64_t multiply_and_fold(std::uint64_t a, std::uint64_t b) noexcept {
#if defined(__SIZEOF_INT128__)
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
#else
  return multiply_halves_and_fold(a, b);
#endif
}

inline std::uint64_t hash_words(TextWords words, std::uint64_t state,
                                const HashSeed::Factors& factors) noexcept {
  return multiply_and_fold(words.first ^ factors.first, words.last ^ state);
}

/// Takes 16 bytes at a time into the state. Apart, because few values are so long.
[[gnu::__noinline__]] inline std::uint64_t hash_long_text(std::string_view text,
                                                          std::uint64_t state,
                                                          const HashSeed::Factors& factors,
                                                          const HashSeed& seed) noexcept {
  const char* at = text.data();
  const char* const rest = at + (text.size() - 1) / 16 * 16;
  for (; at != rest; at += 16) {
    state = multiply_and_fold(load_8_bytes(at) ^ seed.of_blocks.first,
                              load_8_bytes(at + 8) ^ seed.of_blocks.last ^ state);
  }
  return hash_words(words_of(rest, (text.size() - 1) % 16 + 1), state, factors);
}

/// What a text adds to a hash. Leaves its words to the caller, zeros if it is long.
[[gnu::__always_inline__]] inline std::uint64_t hash_text(std::string_view text,
                                                          const HashSeed::Factors& factors,
                                                          const HashSeed& seed,
                                                          TextWords& words) noexcept {
  const std::uint64_t state = factors.last + text.size() * seed.of_size;
  if (text.size() > 16) [[unlikely]] {
    words = {};
    return hash_long_text(text, state, factors, seed);
  }
  words = words_of(text.data(), text.size());
  return hash_words(words, state, factors);
}

inline std::uint64_t hash_text(std::string_view text, const HashSeed::Factors& factors,
                               const HashSeed& seed) noexcept {
  TextWords words;
  return hash_text(text, factors, seed, words);
}

inline std::uint64_t finish_hash(std::uint64_t hash, const HashSeed& seed) noexcept {
  return multiply_and_fold(hash ^ seed.of_result.first, seed.of_result.last);
}

/// The hash of a tuple of texts: each from words of its own, so that a processor does all at the
/// same time, and the sum once more.
///
/// Whoever does not know the seed cannot choose texts that are slow to find. Each factor of each
/// product holds a secret word, so none can be made zero, or equal to another one. That alone makes
/// two texts collide no more often than two random ones, but not many: numbers in a row, multiplied
/// by the same factor, lie in a row again, and in one process of a hundred in a short one. Hence
/// the second product, after which texts that were made for it, too, lie as random ones do;
/// value_hash_test.cpp counts. It is no cryptographic hash: whoever can measure single look-ups,
/// many times, may learn of the seed.
class ValuesHash {
 public:
  explicit ValuesHash(const HashSeed& seed) noexcept : seed_(seed) {}

  [[gnu::__always_inline__]] void add(std::string_view value) noexcept {
    TextWords words;
    add(value, words);
  }
  [[gnu::__always_inline__]] void add(std::string_view value, TextWords& words) noexcept {
    if (position_ == HashSeed::label_count) [[unlikely]] {
      hash_ = finish_hash(hash_, seed_);
      position_ = 0;
    }
    hash_ += hash_text(value, seed_.of_label[position_++], seed_, words);
  }
  [[nodiscard]] std::uint64_t finish() const noexcept { return finish_hash(hash_, seed_); }

 private:
  const HashSeed& seed_;
  std::uint64_t hash_ = 0;
  std::size_t position_ = 0;
};

/// Leaves the words of the short values to the caller.
[[gnu::__always_inline__]] inline std::uint64_t hash_values_inline(OpenLabelValues values,
                                                                   const HashSeed& seed,
                                                                   TextWords* words) noexcept {
  ValuesHash hash(seed);
#pragma GCC unroll 4  // where the caller knows the number, the values stay in registers
  for (std::size_t i = 0; i < values.size(); ++i) hash.add(values[i], words[i]);
  return hash.finish();
}

/// The same where the caller is in no hurry, in a third of the code.
inline std::uint64_t hash_values(OpenLabelValues values, const HashSeed& seed) noexcept {
  ValuesHash hash(seed);
  for (const auto value : values) hash.add(value);
  return hash.finish();
}

inline bool equal_text(std::string_view a, std::string_view b) noexcept {
  const std::size_t size = a.size();
  if (size != b.size()) return false;
  if (size > 16) return std::memcmp(a.data(), b.data(), size) == 0;
  return words_of(a.data(), size) == words_of(b.data(), size);
}

inline bool are_equal_texts(std::span<const std::string_view> a,
                            std::span<const std::string_view> b) noexcept {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

inline bool ends_with(std::string_view text, std::string_view end) noexcept {
  return text.size() >= end.size() && text.back() == end.back() &&
         equal_text(text.substr(text.size() - end.size()), end);
}

}  // namespace isometric::inline v1::detail
