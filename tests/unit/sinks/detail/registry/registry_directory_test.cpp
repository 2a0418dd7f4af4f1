#include "support/allocations.hpp"
#include "support/catch.hpp"
#include "support/labels.hpp"
#include "support/threads.hpp"

#include <isometric/adaptors/removable.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <prometheus/registry.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// Which ledger a registry has: the same for all sinks that adopt it, and never one of a registry
// that lay at the same address before.

using namespace test_support;
using isometric::Counter;
using isometric::Gauge;
using isometric::Histogram;
using isometric::RegistrySink;
using isometric::Removable;
using isometric::snapshot;
using isometric::testing::HasValue;

namespace {

/// A pointer as code hands it out that has a registry of static storage duration.
std::shared_ptr<prometheus::Registry> not_owned(prometheus::Registry& registry) {
  return {&registry, [](prometheus::Registry*) {}};
}

/// Whether the two sinks take one another's families for their own: a family with other buckets is
/// refused by a ledger, and by nothing else as long as the family has no series.
bool share_a_ledger(const RegistrySink& a, const RegistrySink& b) {
  const Histogram<RegistrySink, Group> first(a, "app_size_bytes", "Sizes.",
                                             isometric::buckets(1, 2));
  try {
    const Histogram<RegistrySink, Group> second(b, "app_size_bytes", "Sizes.",
                                                isometric::buckets(1, 3));
  } catch (const isometric::RegistrationConflict&) {
    return true;
  }
  return false;
}

}  // namespace

TEST_CASE("two sinks that adopt one registry share its ledger") {
  const auto registry = std::make_shared<prometheus::Registry>();
  CHECK(share_a_ledger(RegistrySink{registry}, RegistrySink{registry}));
}

TEST_CASE("sinks on different registries share no ledger") {
  CHECK_FALSE(share_a_ledger(RegistrySink{std::make_shared<prometheus::Registry>()},
                             RegistrySink{std::make_shared<prometheus::Registry>()}));
  CHECK_FALSE(share_a_ledger(RegistrySink{}, RegistrySink{}));
}

TEST_CASE("a copy of a sink is the same sink") {
  const RegistrySink sink;
  const RegistrySink copy = sink;
  CHECK(share_a_ledger(sink, copy));
  CHECK(sink.registry() == copy.registry());
  CHECK(sink.collectable() == copy.collectable());
}

TEST_CASE("two pointers of different owners to one registry lead to one ledger") {
  prometheus::Registry registry;
  CHECK(share_a_ledger(RegistrySink{not_owned(registry)}, RegistrySink{not_owned(registry)}));
}

TEST_CASE("different owners lead to one ledger on a registry that merges nothing, too") {
  prometheus::Registry registry(prometheus::Registry::InsertBehavior::Throw);
  const RegistrySink first{not_owned(registry)};
  const RegistrySink second{not_owned(registry)};
  const Gauge<RegistrySink> nodes(first, "app_nodes", "Nodes.");
  const Gauge<RegistrySink> again(second, "app_nodes", "Nodes.");
  nodes.set(2);
  CHECK_THAT(snapshot(second), HasValue(again.series(), 2));
}

TEST_CASE("a pointer that owns nothing is adopted, and says that the registry stays") {
  prometheus::Registry registry;
  const std::shared_ptr<prometheus::Registry> alias(std::shared_ptr<void>(), &registry);
  const RegistrySink first{alias};
  const RegistrySink second{alias};
  CHECK(share_a_ledger(first, second));
  const Counter<Removable<RegistrySink>, Group> moves(first, "app_moves_total", "Moves.");
  const auto handle = moves.labels("a");
  handle.inc(-1);
  CHECK_THAT(snapshot(second),
             HasValue({"isometric_refused_updates_total", {{"family", "app_moves_total"}}}, 1));
}

TEST_CASE("an owner that goes takes nothing from one that stays") {
  prometheus::Registry registry;
  const RegistrySink first{not_owned(registry)};
  const Counter<Removable<RegistrySink>, Group> moves(first, "app_moves_total", "Moves.");
  const auto handle = moves.labels("a");
  {
    const RegistrySink second{not_owned(registry)};
  }
  handle.inc(-1);
  CHECK_THAT(snapshot(first),
             HasValue({"isometric_refused_updates_total", {{"family", "app_moves_total"}}}, 1));

  // So many ledgers are kept of registries that seem to have gone.
  for (int i = 0; i < 2100; ++i) RegistrySink{std::make_shared<prometheus::Registry>()};
  CHECK(share_a_ledger(first, RegistrySink{not_owned(registry)}));
}

TEST_CASE("a ledger waits for the next owner of a registry that lives on") {
  prometheus::Registry registry;
  {
    const RegistrySink sink{not_owned(registry)};
    const Histogram<RegistrySink, Group> sizes(sink, "app_size_bytes", "Sizes.",
                                               isometric::buckets(1, 2));
    sizes.labels("a").observe(1);
  }
  const RegistrySink sink{not_owned(registry)};
  CHECK_THROWS_AS(
      (Histogram<RegistrySink, Group>(sink, "app_size_bytes", "Sizes.", isometric::buckets(1, 3))),
      isometric::RegistrationConflict);
  const Histogram<RegistrySink, Group> sizes(sink, "app_size_bytes", "Sizes.",
                                             isometric::buckets(1, 2));
  CHECK(snapshot(sink).histogram(sizes.series("a")).count == 1);
}

TEST_CASE("a registry that is handed out and adopted again keeps its ledger") {
  const RegistrySink sink;
  const RegistrySink adopted{sink.registry()};
  CHECK(share_a_ledger(sink, adopted));
  CHECK(adopted.registry().get() == sink.registry().get());
}

TEST_CASE("a registry that is handed out, adopted through an owner of its own, keeps its ledger") {
  const RegistrySink sink;
  const auto handed_out = sink.registry();
  const RegistrySink adopted{not_owned(*handed_out)};
  CHECK(share_a_ledger(sink, adopted));
}

TEST_CASE("a handed out registry keeps the sink's families alive") {
  std::shared_ptr<prometheus::Registry> registry;
  std::optional<Counter<RegistrySink>> moves;
  {
    const RegistrySink sink;
    moves = Counter<RegistrySink>(sink, "app_moves_total", "Moves.");
    registry = sink.registry();
  }
  moves->inc(3);
  moves.reset();
  const RegistrySink adopted{registry};
  CHECK_THAT(snapshot(adopted), HasValue({"app_moves_total"}, 3));
}

TEST_CASE("the global registry, handed out and adopted, is the global registry",
          "[global_registry]") {
  const RegistrySink global = RegistrySink::global();
  const RegistrySink adopted{global.registry()};
  const Gauge<RegistrySink> nodes(global, "directory_test_nodes", "Nodes.");
  const Gauge<RegistrySink> again(adopted, "directory_test_nodes", "Nodes.");
  nodes.set(1);
  again.inc();
  CHECK_THAT(snapshot(global), HasValue(nodes.series(), 2));
}

TEST_CASE("a registry at the address of an earlier one inherits nothing from it") {
  // Storage that is used again: each registry lies where the one before it lay.
  alignas(prometheus::Registry) std::array<std::byte, sizeof(prometheus::Registry)> storage;
  const auto make = [&] {
    return std::shared_ptr<prometheus::Registry>(
        new (storage.data()) prometheus::Registry,
        [](prometheus::Registry* registry) { std::destroy_at(registry); });
  };
  for (int round = 0; round < 100; ++round) {
    const RegistrySink sink{make()};
    REQUIRE(snapshot(sink).families().empty());
    // Another type every time: any memory of the last round is a conflict.
    if (round % 2 == 0) {
      const Gauge<RegistrySink, Group> things(sink, "app_things", "Things.");
      things.labels("a").inc();
      REQUIRE_THAT(snapshot(sink), HasValue(things.series("a"), 1));
    } else {
      const Histogram<RegistrySink> things(sink, "app_things", "Things.");
      things.observe(1);
      REQUIRE(snapshot(sink).histogram(things.series()).count == 1);
    }
  }
}

TEST_CASE("a registry made in the place of another one, under the same owner, inherits nothing") {
  const auto owner = std::make_shared<std::optional<prometheus::Registry>>();
  for (int round = 0; round < 100; ++round) {
    owner->emplace();
    const RegistrySink sink{std::shared_ptr<prometheus::Registry>(owner, &**owner)};
    const Gauge<RegistrySink, Group> things(sink, "app_things", "Things.");
    things.labels("a").inc();
    REQUIRE_THAT(snapshot(sink), HasValue(things.series("a"), 1));
  }
}

TEST_CASE("registries at new addresses come and go by the thousand") {
  for (int round = 0; round < 5000; ++round) {
    const RegistrySink sink{std::make_shared<prometheus::Registry>()};
    const Counter<RegistrySink> moves(sink, "app_moves_total", "Moves.");
    moves.inc();
    REQUIRE_THAT(snapshot(sink), HasValue(moves.series(), 1));
  }
}

TEST_CASE("a registry that stays is remembered however many others come and go") {
  prometheus::Registry registry;
  {
    const RegistrySink first{not_owned(registry)};
    const Gauge<RegistrySink> nodes(first, "app_nodes", "Nodes.");
    nodes.set(4);
    std::vector<RegistrySink> others;
    for (int i = 0; i < 3000; ++i) others.emplace_back(std::make_shared<prometheus::Registry>());
  }
  const RegistrySink again{not_owned(registry)};
  const Gauge<RegistrySink> nodes(again, "app_nodes", "Nodes.");
  nodes.inc();
  CHECK_THAT(snapshot(again), HasValue(nodes.series(), 5));
}

TEST_CASE("to adopt a registry takes no more memory when thousands are there") {
  if (!are_allocations_counted) return;
  std::vector<RegistrySink> sinks;
  sinks.reserve(4000);
  // The least of a few: now and then there is one for the place of many.
  const auto least = [&] {
    std::size_t least_of_all = static_cast<std::size_t>(-1);
    for (int i = 0; i < 10; ++i) {
      auto registry = std::make_shared<prometheus::Registry>();
      const std::size_t before = allocation_count();
      sinks.emplace_back(std::move(registry));
      least_of_all = (std::min)(least_of_all, allocation_count() - before);
    }
    return least_of_all;
  };
  const std::size_t with_few = least();
  while (sinks.size() < 3000) sinks.emplace_back(std::make_shared<prometheus::Registry>());
  CHECK(least() == with_few);
}

TEST_CASE("many threads adopt one registry, and find one ledger") {
  for (int round = 0; round < 20; ++round) {
    const auto registry = std::make_shared<prometheus::Registry>();
    in_threads(8, [&](std::size_t) {
      const RegistrySink sink{registry};
      const Counter<RegistrySink, Group> moves(sink, "app_moves_total", "Moves.");
      for (int i = 0; i < 50; ++i) moves.labels("a").inc();
    });
    CHECK_THAT(snapshot(RegistrySink{registry}),
               HasValue({"app_moves_total", {{"group", "a"}}}, 400));
  }
}

TEST_CASE("many threads adopt registries of their own") {
  in_threads(8, [&](std::size_t thread) {
    for (int i = 0; i < 100; ++i) {
      const RegistrySink sink{std::make_shared<prometheus::Registry>()};
      const Gauge<RegistrySink> mine(sink, "app_nodes", "Nodes.");
      mine.set(static_cast<double>(thread));
      if (snapshot(sink).value({"app_nodes"}) != static_cast<double>(thread)) {
        throw std::logic_error("another thread's registry");
      }
    }
  });
  SUCCEED();
}
