#include "support/allocations.hpp"
#include "support/catch.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/closed_values.hpp>
#include <isometric/description/label.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/registry.h>

#include <cstddef>
#include <memory>
#include <new>

using namespace isometric;

namespace rejecting {

enum class Way { in, out, back };
consteval auto label_values(Way) {
  return closed<Way>({{Way::in, "in"}, {Way::out, "out"}, {Way::back, "back"}});
}

}  // namespace rejecting

// Which takes no family of other code: what memory that ran out has left of one is its own.
TEST_CASE("a sink that rejects duplicates takes up what it began before memory ran out") {
  using Jobs = Counter<RegistrySink, Label<"way", rejecting::Way>>;
  std::size_t failures = 0;
  for (std::size_t n = 1;; ++n) {
    const auto registry = std::make_shared<prometheus::Registry>();
    const RegistrySink sink(registry, OnDuplicate::reject);
    const auto declare = [&] { Jobs(sink, "app_jobs_total", "Jobs."); };
    try {
      const test_support::FailingAllocation failing(n, false);
      declare();
    } catch (const std::bad_alloc&) {
      ++failures;
      CAPTURE(n);
      CHECK_NOTHROW(declare());
      CHECK(snapshot(sink).find_family("app_jobs_total")->series.size() == 3);
      CHECK_THROWS_AS(declare(), RegistrationConflict);
      continue;
    }
    break;
  }
  CHECK(failures > 10);
}

TEST_CASE("memory that runs out of one declaration twice, at other places, leaves all as it was") {
  for (std::size_t first = 1; first < 40; ++first) {
    for (std::size_t second = 1; second < 40; ++second) {
      CAPTURE(first, second);
      const auto registry = std::make_shared<prometheus::Registry>();
      const RegistrySink sink(registry);
      const auto declare = [&] { Counter<RegistrySink>(sink, "app_jobs_total", "Jobs."); };
      const auto fails = [&](std::size_t n) {
        try {
          const test_support::FailingAllocation failing(n, true);
          declare();
          return false;
        } catch (const std::bad_alloc&) {
          return true;
        }
      };
      if (!fails(first)) return;
      if (!fails(second)) break;
      declare();
      CHECK(snapshot(sink).families().size() == 1);
    }
  }
}
