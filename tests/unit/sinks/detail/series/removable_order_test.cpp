#include "support/catch.hpp"

#include <isometric/sinks/detail/series/removable_order.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace {

using Series = isometric::detail::RemovableSeries;
using Order = isometric::detail::RemovableOrder<Series>;
using Reference = Order::Reference;

/// In the order of its number.
Reference series_of(std::size_t number) {
  static const auto link = std::make_shared<Series::Link>(
      nullptr, nullptr, [](void* series) noexcept { delete static_cast<Series*>(series); });
  return Reference(new Series(link, nullptr, number));
}

/// A store with nothing but an order.
struct Store {
  std::mutex mutex;
  Order order;

  Reference add(std::size_t number) {
    auto made = series_of(number);
    order.make_room(1);
    order.add(made);
    return made;
  }

  std::vector<std::size_t> scrape() {
    std::vector<std::size_t> seen;
    order.read(
        mutex, [](const Series& a, const Series& b) { return a.closed_index < b.closed_index; },
        [&](const Reference* series, std::size_t count) {
          for (std::size_t i = 0; i < count; ++i) seen.push_back(series[i]->closed_index);
        });
    return seen;
  }
};

}  // namespace

TEST_CASE("series that come and go in any order show in theirs, each while it is there") {
  std::mt19937 random(2112);
  for (const std::size_t at_once : {1U, 3U, 40U, 200U}) {
    Store store;
    std::vector<Reference> present;
    for (int round = 0; round < 30; ++round) {
      for (std::size_t i = 0; i < at_once; ++i) present.push_back(store.add(random() % 1000));
      for (std::size_t i = 0; i < at_once / 2; ++i) {
        const auto going = present.begin() + static_cast<std::ptrdiff_t>(random() % present.size());
        store.order.remove(**going);
        present.erase(going);
      }
      std::vector<std::size_t> expected;
      for (const auto& series : present) expected.push_back(series->closed_index);
      std::sort(expected.begin(), expected.end());
      if (round % 3 != 0) CHECK(store.scrape() == expected);
    }
  }
}

TEST_CASE("a scrape shows what was there when it began, whatever comes and goes meanwhile") {
  Store store;
  std::vector<Reference> present;
  for (std::size_t i = 0; i < 100; ++i) present.push_back(store.add(i));
  std::size_t shown = 0;
  store.order.read(
      store.mutex, [](const Series& a, const Series& b) { return a.closed_index < b.closed_index; },
      [&](const Reference*, std::size_t count) {
        const std::lock_guard lock(store.mutex);  // nobody waits for a scrape with this
        if (shown == 0) store.order.remove(*present[99]);
        store.add(50);
        shown += count;
      });
  CHECK(shown == 100);
  CHECK(store.scrape().size() == 100 - 1 + 4);
}

TEST_CASE("a removed series is let go of by the next scrape") {
  Store store;
  const Reference before = store.add(1);
  static_cast<void>(store.scrape());
  const Reference after = store.add(2);
  store.order.remove(*before);
  store.order.remove(*after);
  CHECK(store.scrape().empty());
  CHECK(before->references == 1);
  CHECK(after->references == 1);
}

TEST_CASE("series that come and go without a scrape are not kept") {
  Store store;
  const Reference stays = store.add(0);
  std::vector<Reference> gone;
  for (std::size_t i = 0; i < 10'000; ++i) {
    gone.push_back(store.add(i));
    store.order.remove(*gone.back());
  }
  std::size_t kept = 0;
  for (const auto& series : gone) kept += series->references > 1 ? 1U : 0U;
  CHECK(kept < 100);
  CHECK(stays->references == 2);
  CHECK(store.scrape() == std::vector<std::size_t>{0});
}
