#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace isometric::inline v1::detail {

/// Where a cell is, in the cells of each thread. One word, so that an update loads it at once. The
/// first cache line of all is never leased: it takes the updates of what is no series.
class CellPlace {
 public:
  constexpr CellPlace() = default;
  constexpr CellPlace(std::size_t segment, std::size_t offset) noexcept
      : word_(std::uint64_t{offset} << 32 | segment) {}

  [[nodiscard]] constexpr std::size_t segment() const noexcept {
    return static_cast<std::uint32_t>(word_);
  }
  /// In the segment.
  [[nodiscard]] constexpr std::size_t offset() const noexcept {
    return static_cast<std::uint32_t>(word_ >> 32);
  }

  [[nodiscard]] constexpr std::uint64_t to_word() const noexcept { return word_; }
  [[nodiscard]] static constexpr CellPlace from_word(std::uint64_t word) noexcept {
    CellPlace place;
    place.word_ = word;
    return place;
  }

  /// The place of another cell of the same lease.
  [[nodiscard]] constexpr CellPlace after(std::size_t cells) const noexcept {
    return {segment(), offset() + cells};
  }

  friend constexpr bool operator==(CellPlace, CellPlace) = default;

 private:
  std::uint64_t word_ = 0;
};

/// A cache line has so many cells.
inline constexpr std::size_t cells_in_line = 8;

// Segments grow, four of each size, so that no more than a quarter of what is there waits for its
// first use, and so that 80 of them have room for 268 million cells.
inline constexpr std::size_t segment_count = 80;
inline constexpr std::size_t smallest_segment = 64;
constexpr std::size_t segment_size(std::size_t segment) noexcept {
  return smallest_segment << segment / 4;
}
inline constexpr std::size_t largest_segment = segment_size(segment_count - 1);

/// What a lease takes of a segment, and the free list that it goes back to. Up to seven cells lie
/// close together; more have cache lines of their own, up to eight exactly as many as it takes, and
/// beyond that four sizes for each doubling.
struct LeaseSize {
  std::size_t cells;
  std::size_t list;
};

/// For 1 to largest_segment cells.
constexpr LeaseSize lease_size(std::size_t count) noexcept {
  if (count < cells_in_line) return {count, count - 1};
  const std::size_t lines = (count + cells_in_line - 1) / cells_in_line;
  if (lines <= 8) return {lines * cells_in_line, lines + 6};
  const auto width = static_cast<std::size_t>(64 - std::countl_zero(std::uint64_t{lines - 1}));
  const std::size_t half = std::size_t{1}
                           << (width - 1);  // below `lines`, which is at most twice it
  const std::size_t step = half / 4;
  const std::size_t steps = (lines - half + step - 1) / step;
  return {(half + steps * step) * cells_in_line, 14 + (width - 4) * 4 + steps};
}

inline constexpr std::size_t lease_list_count = lease_size(largest_segment).list + 1;

}  // namespace isometric::inline v1::detail
