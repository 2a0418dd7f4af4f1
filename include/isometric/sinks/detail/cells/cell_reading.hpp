#pragma once

#include <isometric/sinks/detail/cells/cell_place.hpp>
#include <isometric/sinks/detail/cells/cell_store.hpp>
#include <isometric/sinks/detail/cells/thread_cells.hpp>

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

// What all threads have counted in their cells, added up while they go on.
namespace isometric::inline v1::detail {

inline double read_double(const Cell& cell) noexcept {
  return std::bit_cast<double>(cell.load(std::memory_order_relaxed));
}

inline constexpr std::size_t most_read_at_once = 32;

/// What all threads have counted in each of the counters, up to most_read_at_once of them. Who
/// reads one again sees at least as much. Goes from thread to thread and not from counter to
/// counter: counters that lie together for one thread do so for all, while the threads lie far
/// apart.
template <class = void>
void read_counters(const CellPlace* places, std::size_t count, double* into) noexcept {
  const CellStore* const store = find_cell_store();
  std::uint64_t integers[most_read_at_once];
  double fractions[most_read_at_once];
  for (std::size_t i = 0; i < count; ++i) {
    integers[i] = 0;
    fractions[i] = into[i] = 0;
  }
  if (store == nullptr) return;
  const auto add_fractions = [&](const ThreadCells& cells) {
    for (std::size_t i = 0; i < count; ++i) {
      // acquire, here and below: sees the segment's zeroes.
      const Cell* const own = cells.fractions[places[i].segment()].load(std::memory_order_acquire);
      if (own != nullptr) fractions[i] += read_double(own[places[i].offset()]);
    }
  };
  store->for_each_thread([&](const ThreadCells& cells) {
    for (std::size_t i = 0; i < count; ++i) {
      const Cell* const own = cells.integers[places[i].segment()].load(std::memory_order_acquire);
      if (own == nullptr) continue;
      const std::uint64_t counted = own[places[i].offset()].load(std::memory_order_relaxed);
      integers[i] += counted;
      if (integers[i] < counted) into[i] += 18446744073709551616.0;
    }
    add_fractions(cells);
  });
  if (const ThreadCells* const shared = store->used_shared()) add_fractions(*shared);
  for (std::size_t i = 0; i < count; ++i) {
    into[i] = into[i] + static_cast<double>(integers[i]) + fractions[i];
  }
}

inline double read_counter(CellPlace place) noexcept {
  double value = 0;
  read_counters(&place, 1, &value);
  return value;
}

/// So that no count falls, however large those are that were observed at once.
inline std::uint64_t add_counts(std::uint64_t a, std::uint64_t b) noexcept {
  return a + b < a ? ~std::uint64_t{0} : a + b;
}

/// Calls `use(i, cells, count_of)` for each of the stripes with the cells that a thread has there,
/// from thread to thread as above, and how a cell of a bucket is read: those that all share are
/// doubles.
template <class Use>
void for_each_stripe(const CellPlace* stripes, std::size_t count, const Use& use) noexcept {
  const CellStore* const store = find_cell_store();
  if (store == nullptr) return;
  const auto with = [&](const CellSegments& segments, auto count_of) {
    for (std::size_t i = 0; i < count; ++i) {
      // acquire: sees the segment's zeroes.
      const Cell* const own = segments[stripes[i].segment()].load(std::memory_order_acquire);
      if (own != nullptr) use(i, own + stripes[i].offset(), count_of);
    }
  };
  store->for_each_thread([&](const ThreadCells& cells) {
    with(cells.integers, [](const Cell& cell) { return cell.load(std::memory_order_relaxed); });
  });
  if (const ThreadCells* const shared = store->used_shared()) {
    with(shared->fractions, [](const Cell& cell) {
      const double counted = read_double(cell);
      return counted < 18446744073709551616.0 ? static_cast<std::uint64_t>(counted)
                                              : ~std::uint64_t{0};
    });
  }
}

inline double read_stripe_sum(CellPlace stripe) noexcept {
  double sum = 0;
  for_each_stripe(&stripe, 1,
                  [&](std::size_t, const Cell* own, auto) { sum += read_double(*own); });
  return sum;
}

/// The observations in all buckets together.
inline std::uint64_t read_stripe_count(CellPlace stripe, std::size_t bucket_count) noexcept {
  std::uint64_t count = 0;
  for_each_stripe(&stripe, 1, [&](std::size_t, const Cell* own, auto count_of) {
    for (std::size_t i = 1; i <= bucket_count; ++i) count = add_counts(count, count_of(own[i]));
  });
  return count;
}

/// Fills in what a page shows of histograms, whose bounds are there: counts that are cumulated, and
/// their number, which is that of the last bucket.
template <class Sample>
void read_histogram_cells(const CellPlace* stripes, std::size_t count, Sample* into) noexcept {
  for (std::size_t i = 0; i < count; ++i) {
    for (auto& bucket : into[i].buckets) bucket.cumulative_count = 0;
    into[i].sum = 0;
  }
  for_each_stripe(stripes, count, [&](std::size_t i, const Cell* own, auto count_of) {
    into[i].sum += read_double(*own);
    for (auto& bucket : into[i].buckets) {
      bucket.cumulative_count = add_counts(bucket.cumulative_count, count_of(*++own));
    }
  });
  for (std::size_t i = 0; i < count; ++i) {
    into[i].count = 0;
    for (auto& bucket : into[i].buckets) {
      into[i].count = bucket.cumulative_count = add_counts(into[i].count, bucket.cumulative_count);
    }
  }
}

}  // namespace isometric::inline v1::detail
