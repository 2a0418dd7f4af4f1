#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/description/detail/escape.hpp>
#include <isometric/description/detail/raise.hpp>
#include <isometric/sinks/detail/family/arena.hpp>
#include <isometric/sinks/detail/series/series_block.hpp>
#include <isometric/sinks/detail/series/series_layout.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <string_view>

namespace isometric::inline v1::detail {

/// Makes the blocks of a family, apart from look-ups, which know nothing of how a page is written.
class BlockMaker {
  using Place = SeriesBlock::Place;
  using WidePlace = SeriesBlock::WidePlace;

 public:
  /// How much memory a block without labels takes.
  static constexpr std::size_t size_without_labels =
      alignof(SeriesBlock) + sizeof(SeriesBlock) + sizeof(void*) + sizeof(std::uint16_t);

  /// A block of these valid values; its metrics are still null.
  static SeriesBlock* make(const SeriesLayout& layout, OpenLabelValues values, std::uint64_t hash,
                           Arena& memory) {
    if (layout.places().size() == 0) return make_without_labels(memory);
    return BlockMaker(layout, values).make(hash, memory);
  }

 private:
  /// Most families of a fresh sink have such a block.
  static SeriesBlock* make_without_labels(Arena& memory) {
    void* const place = memory.allocate(size_without_labels, alignof(SeriesBlock));
    char* const start = static_cast<char*>(place) + alignof(SeriesBlock);
    new (start - sizeof(std::uint32_t)) std::uint32_t(0);
    auto* const block = new (start) SeriesBlock;
    new (block->series()) void* {nullptr};
    new (block->series() + 1) std::uint16_t(0);
    return block;
  }

  BlockMaker(const SeriesLayout& layout, OpenLabelValues values) noexcept
      : layout_(layout), values_(values) {
    const std::size_t count = layout.closed_count();
    std::size_t after_last = 0;  // how much comes from the last open value on
    for (const auto& place : layout.places()) {
      const std::size_t name_size = layout.name(place).size() + around_value;
      texts_size_ += count * name_size;
      after_last += name_size;
      if (place.stride == 0) {
        const std::string_view value = values[place.position];
        const std::size_t escapes = escapes_in(value);
        texts_size_ += count * (value.size() + escapes);
        if (escapes != 0) copies_size_ += value.size();
        after_last = value.size() + 1;
        continue;
      }
      for (std::size_t i = 0; i < count; ++i) {
        const std::string_view value = layout.value(place, values.data(), i);
        texts_size_ += value.size() + escapes_in(value);
      }
    }
    texts_size_ -= count;  // no comma after the last
    if (copies_size_ != 0) after_last = 0;
    if (!values.empty() && after_last < SeriesBlock::least_readable) {
      slack_ = SeriesBlock::least_readable - after_last;
    }
    is_wide_ = size_behind() >= SeriesBlock::elsewhere;
  }

  SeriesBlock* make(std::uint64_t hash, Arena& memory) {
    const std::size_t place_size = sizeof(Place) + (is_wide_ ? sizeof(WidePlace) : 0);
    const std::size_t before = values_.size() * place_size + sizeof(std::uint32_t);
    const std::size_t begin = (before + alignof(SeriesBlock) - 1) & ~(alignof(SeriesBlock) - 1);
    const std::size_t behind = size_behind();
    if (behind > ~std::uint32_t{0}) [[unlikely]]
      raise(std::bad_alloc());  // or the numbers were not wide enough
    void* const place = memory.allocate(begin + behind, alignof(SeriesBlock));
    char* const start = static_cast<char*>(place) + begin;
    new (start - sizeof(std::uint32_t)) std::uint32_t(static_cast<std::uint32_t>(hash));
    block_ = new (start) SeriesBlock;
    if (is_wide_) block_->older_and_width_ = SeriesBlock::wide_bit;
    for (std::size_t i = 0; i < layout_.closed_count(); ++i) {
      new (block_->series() + i) void* {nullptr};
    }
    write_texts();
    return block_;
  }

  [[nodiscard]] std::size_t end_size() const noexcept {
    return is_wide_ ? sizeof(std::uint32_t) : sizeof(std::uint16_t);
  }

  /// How much memory takes what does not lie before the block.
  [[nodiscard]] std::size_t size_behind() const noexcept {
    return sizeof(SeriesBlock) + layout_.closed_count() * (sizeof(void*) + end_size()) +
           texts_size_ + copies_size_ + slack_;
  }

  [[gnu::__cold__]] void write_texts() noexcept {
    const std::size_t count = layout_.closed_count();
    char* end_place = reinterpret_cast<char*>(block_->series() + count);
    char* const texts = end_place + count * end_size();
    copies_ = texts + texts_size_;
    char* out = texts;
    for (std::size_t i = 0; i < count; ++i) {
      bool is_first = true;
      for (const auto& place : layout_.places()) {
        if (!is_first) *out++ = ',';
        is_first = false;
        out = put(layout_.name(place), out);
        out = put("=\"", out);
        const std::string_view value = layout_.value(place, values_.data(), i);
        char* const end = put_escaped(value, out);
        if (i == 0 && place.stride == 0) keep(place.position, value, out, end);
        out = end;
        *out++ = '"';
      }
      const auto size = static_cast<std::uint32_t>(out - texts);
      if (is_wide_) {
        new (end_place) std::uint32_t(size);
      } else {
        new (end_place) std::uint16_t(static_cast<std::uint16_t>(size));
      }
      end_place += end_size();
    }
  }

  /// Writes down where an open value lies, of which the text shows what ends with `end`.
  void keep(std::size_t position, std::string_view value, const char* shown,
            const char* end) noexcept {
    if (static_cast<std::size_t>(end - shown) != value.size()) {
      shown = copies_;
      copies_ = put(value, copies_);
    }
    const auto begin = static_cast<std::size_t>(shown - block_->bytes());
    const bool is_near = begin + value.size() < SeriesBlock::elsewhere;
    auto* const place = const_cast<Place*>(block_->places(values_.size())) + position;
    new (place) Place{static_cast<std::uint16_t>(is_near ? begin : 0),
                      static_cast<std::uint16_t>(is_near ? value.size() : SeriesBlock::elsewhere)};
    if (!is_wide_) return;
    new (const_cast<WidePlace*>(block_->wide_places(values_.size())) + position)
        WidePlace{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(value.size())};
  }

  static char* put(std::string_view text, char* out) noexcept {
    if (text.empty()) return out;
    std::memcpy(out, text.data(), text.size());
    return out + text.size();
  }

  static bool is_escaped(char c) noexcept { return c == '\\' || c == '"' || c == '\n'; }

  /// How many characters a page shows before another one; takes note if there are some.
  std::size_t escapes_in(std::string_view value) noexcept {
    if (!may_need_escape(value)) [[likely]]
      return 0;
    has_escapes_ = true;
    return count_escapes(value);
  }

  [[gnu::__noinline__, gnu::__cold__]] static std::size_t count_escapes(
      std::string_view value) noexcept {
    std::size_t count = 0;
    for (const char c : value) count += is_escaped(c) ? 1U : 0U;
    return count;
  }

  [[nodiscard]] char* put_escaped(std::string_view value, char* out) const noexcept {
    if (!has_escapes_) [[likely]]
      return put(value, out);
    for (const char c : value) {
      if (is_escaped(c)) *out++ = '\\';
      *out++ = c == '\n' ? 'n' : c;
    }
    return out;
  }

  /// An equals sign, two quotes and a comma.
  static constexpr std::size_t around_value = 4;

  const SeriesLayout& layout_;
  const OpenLabelValues values_;
  std::size_t texts_size_ = 0;
  std::size_t copies_size_ = 0;  ///< of values that the texts show in another way
  std::size_t slack_ = 0;        ///< so that the last of the values can be read in whole words
  bool has_escapes_ = false;     ///< any of the values
  bool is_wide_ = false;
  SeriesBlock* block_ = nullptr;
  char* copies_ = nullptr;
};

}  // namespace isometric::inline v1::detail
