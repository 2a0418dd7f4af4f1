#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/sinks/detail/family/value_hash.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace isometric::inline v1::detail {

/// The series of a family that share one tuple of open label values. Lives in the family's arena,
/// never moves and never goes before the family does.
///
/// All that is known of them is one piece of memory, for which a look-up and a page each wait once;
/// BlockMaker fills it:
///
///     places of the open values, hash | block | metrics | ends of the texts, texts, open values
///
/// The metrics are the backend's, one for each combination of closed label values. To each belongs
/// a text: its labels as a page shows them, sorted by name and escaped. An open value lies where
/// the first text shows it; only those that had to be escaped lie behind the texts once more.
class alignas(8) SeriesBlock {
 public:
  /// What is kept of the hash.
  [[nodiscard]] std::uint32_t hash() const noexcept {
    return reinterpret_cast<const std::uint32_t*>(this)[-1];
  }

  /// The block made before this one; readers walk this list without a lock.
  [[nodiscard]] SeriesBlock* older() const noexcept {
    return reinterpret_cast<SeriesBlock*>(older_and_width_ & ~wide_bit);
  }
  void put_before(SeriesBlock* block) noexcept {
    older_and_width_ |= reinterpret_cast<std::uintptr_t>(block);
  }

  [[nodiscard]] void** series() noexcept { return reinterpret_cast<void**>(this + 1); }
  [[nodiscard]] void* const* series() const noexcept {
    return reinterpret_cast<void* const*>(this + 1);
  }

  /// `values` must be as many as the family has open labels, and `words` those of the short ones.
  [[nodiscard, gnu::__always_inline__]] bool has(OpenLabelValues values,
                                                 const TextWords* words) const noexcept {
    const Place* const place = places(values.size());
#pragma GCC unroll 4  // as in hash_values_inline()
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::size_t size = values[i].size();
      if (size != place[i].size) [[unlikely]]
        return place[i].size == elsewhere && has(values);
      const char* const at = bytes() + place[i].begin;
      if (size > 8) {
        if (size > 16) [[unlikely]] {
          if (size == elsewhere) return has(values);  // as long as that by chance
          if (std::memcmp(values[i].data(), at, size) != 0) return false;
        } else if (words_of(at, size) != words[i]) {
          return false;
        }
      } else if (!has_short(at, words[i].first, size)) {
        return false;
      }
    }
    return true;
  }

  /// The same where the caller is in no hurry.
  [[nodiscard, gnu::__noinline__, gnu::__cold__]] bool has(OpenLabelValues values) const noexcept {
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!equal_text(values[i], open_value(i, values.size()))) return false;
    }
    return true;
  }

  [[nodiscard]] std::string_view open_value(std::size_t position,
                                            std::size_t open_count) const noexcept {
    const Place* const place = places(open_count) + position;
    std::size_t begin = place->begin;
    std::size_t size = place->size;  // no other type, for which a view has a constructor of its own
    if (size == elsewhere) [[unlikely]] {
      const WidePlace* const wide = wide_places(open_count) + position;
      begin = wide->begin;
      size = wide->size;
    }
    return {bytes() + begin, size};
  }

  /// What a page shows between the braces of a series, but for the constant labels of its family.
  template <class = void>  // only for readers
  [[nodiscard]] std::string_view label_text(std::size_t closed_index,
                                            std::size_t closed_count) const noexcept {
    const void* const ends = series() + closed_count;
    if ((older_and_width_ & wide_bit) != 0) [[unlikely]]
      return text_at(static_cast<const std::uint32_t*>(ends), closed_index, closed_count);
    return text_at(static_cast<const std::uint16_t*>(ends), closed_index, closed_count);
  }

  /// Has the processor fetch what a page reads of a block of the usual size.
  void prefetch() const noexcept {
    __builtin_prefetch(this);
    __builtin_prefetch(bytes() + 63);
  }

 private:
  friend class BlockMaker;

  /// Where an open value lies, from the block on.
  struct Place {
    std::uint16_t begin;
    std::uint16_t size;
  };
  struct WidePlace {
    std::uint32_t begin;
    std::uint32_t size;
  };

  /// How many bytes there are from the beginning of each open value on.
  static constexpr std::size_t least_readable = 8;

  static constexpr std::uintptr_t wide_bit = 1;
  /// In place of a size: the value is too long or too far off, and a wide place says where it is.
  static constexpr std::uint16_t elsewhere = 0xFFFF;

  [[nodiscard]] const char* bytes() const noexcept { return reinterpret_cast<const char*>(this); }
  [[nodiscard]] const Place* places(std::size_t open_count) const noexcept {
    const char* const hash = bytes() - sizeof(std::uint32_t);
    return reinterpret_cast<const Place*>(hash) - open_count;
  }
  [[nodiscard]] const WidePlace* wide_places(std::size_t open_count) const noexcept {
    return reinterpret_cast<const WidePlace*>(places(open_count)) - open_count;
  }

  /// Whether a value of 1 to 8 bytes that lies there has this word. An empty one seems to be
  /// another one, so that nobody has to ask for it: it is looked for again before a block is made.
  [[nodiscard, gnu::__always_inline__]] static bool has_short(const char* at, std::uint64_t word,
                                                              std::size_t size) noexcept {
    if constexpr (std::endian::native == std::endian::little) {
      return (load_8_bytes(at) ^ word) << ((64 - 8 * size) % 64) == 0;
    } else {
      return words_of(at, size).first == word;
    }
  }

  template <class Number>
  [[nodiscard, gnu::__always_inline__]] static std::string_view text_at(
      const Number* ends, std::size_t closed_index, std::size_t closed_count) noexcept {
    const auto* const texts = reinterpret_cast<const char*>(ends + closed_count);
    const std::size_t begin = closed_index == 0 ? 0 : ends[closed_index - 1];
    return {texts + begin, ends[closed_index] - begin};
  }

  std::uintptr_t older_and_width_ = 0;  ///< of the ends: wide, if the last bit is set
};

/// The open label values of a block, by their positions.
struct OpenValuesOfBlock {
  const SeriesBlock& block;
  std::size_t count;

  std::string_view operator[](std::size_t position) const noexcept {
    return block.open_value(position, count);
  }
};

}  // namespace isometric::inline v1::detail
