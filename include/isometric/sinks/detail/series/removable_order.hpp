#pragma once

#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/sinks/detail/series/backend.hpp>
#include <isometric/sinks/detail/series/removable_series.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// The series of a removable family in the order of a page, kept between scrapes: a scrape holds up
/// those who look series up only as long as it takes to say which are new, and sorts only these. It
/// shows what is there at that moment, all of it and nothing else.
///
/// A series that was removed is let go of by the next scrape. If none comes, no more of them are
/// kept than the last one showed, and as many as are there.
template <class Series>
class RemovableOrder {
 public:
  using Reference = SeriesReference<Series>;

  // The caller holds the store's mutex:

  /// So that as many add() cannot fail.
  void make_room(std::size_t count) {
    const std::size_t size = fresh_.size() + count;
    if (size > fresh_.capacity())
      fresh_.reserve(size < 2 * fresh_.size() ? 2 * fresh_.size() : size);
  }
  void add(const Reference& series) noexcept { fresh_.push_back(series); }
  void remove(Series& series) noexcept {
    // relaxed: the lock orders it before each scrape that must not show the series.
    series.removal.store(++removals_, std::memory_order_relaxed);
    if (++recent_removals_ < fresh_.size() / 2 + series_at_once) return;
    forget_removed(fresh_, removals_);
    recent_removals_ = 0;
  }

  /// For a scrape. Calls `show(series, count)` for up to series_at_once references by turns,
  /// without `mutex`, which is the store's. Throws std::bad_alloc, and has lost nothing then.
  template <class IsBefore, class Show>
  void read(std::mutex& mutex, const IsBefore& is_before, const Show& show) {
    const std::lock_guard lock(order_mutex_);
    const std::uint64_t now = take_fresh(mutex);
    sort_fresh([&](const Reference& a, const Reference& b) { return is_before(*a, *b); });
    if (now != forgotten_) forget_removed(series_, now);
    forgotten_ = now;
    sorted_ = series_.size();
    // Each lies by itself, and its text elsewhere: what the next ones need is asked for meanwhile.
    const std::size_t all = series_.size();
    for (std::size_t next = 0; next < all; next += series_at_once) {
      for (std::size_t i = 0; i < series_at_once; ++i) {
        const std::size_t later = next + series_at_once + i;
        if (later < all) __builtin_prefetch(series_[later]->page_text.data());
        if (later + series_at_once < all) series_[later + series_at_once]->prefetch();
      }
      show(series_.data() + next, all - next < series_at_once ? all - next : series_at_once);
    }
  }

 private:
  /// Lets go of those that were removed up to then, whoever may have used them meanwhile.
  static void forget_removed(std::vector<Reference>& series, std::uint64_t then) noexcept {
    std::erase_if(series, [then](const Reference& one) {
      const std::uint64_t removal = one->removal.load(std::memory_order_relaxed);  // as above
      return removal != 0 && removal <= then;
    });
  }

  /// Puts what is new behind the others, and says how many removals there were.
  std::uint64_t take_fresh(std::mutex& mutex) {
    std::vector<Reference> taken;  // its memory goes after the lock
    const std::lock_guard lock(mutex);
    series_.insert(series_.end(), std::make_move_iterator(fresh_.begin()),
                   std::make_move_iterator(fresh_.end()));
    taken.swap(fresh_);
    recent_removals_ = 0;
    return removals_;
  }

  /// From the back, each to its place among those that were sorted: few are new in most scrapes.
  template <class IsBefore>
  void sort_fresh(const IsBefore& is_before) {
    Reference* const all = series_.data();
    sort_stably(all + sorted_, series_.size() - sorted_, is_before);
    std::size_t end = series_.size();
    std::vector<Reference> fresh(std::make_move_iterator(all + sorted_),
                                 std::make_move_iterator(all + end));
    std::size_t left = sorted_;
    for (std::size_t i = fresh.size(); i > 0; --i) {
      const std::size_t place = first_not_less(
          std::span<const Reference>(all, left), fresh[i - 1],
          [&](const Reference& one, const Reference& sought) { return !is_before(sought, one); });
      while (left > place) all[--end] = std::move(all[--left]);
      all[--end] = std::move(fresh[i - 1]);
    }
  }

  // Guarded by the store's mutex:
  std::vector<Reference> fresh_;  ///< made since the last scrape
  std::uint64_t removals_ = 0;
  std::size_t recent_removals_ = 0;

  std::mutex order_mutex_;  ///< guards what is below; taken before the store's
  std::vector<Reference> series_;
  std::size_t sorted_ = 0;       ///< how many of them are, from the first on
  std::uint64_t forgotten_ = 0;  ///< up to which removal none is left
};

}  // namespace isometric::inline v1::detail
