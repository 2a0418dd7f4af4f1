// What prometheus-cpp does when series are added to a family. The series table leans on the stable
// addresses, and exists because label names and buckets are not compared.

#include "contract/prometheus_page.hpp"
#include "support/catch.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace {

using Boundaries = prometheus::Histogram::BucketBoundaries;

}  // namespace

TEST_CASE("adding an existing label set gives the same series", "[contract]") {
  prometheus::Registry registry;
  auto& family = prometheus::BuildCounter().Name("jobs_total").Help("Help.").Register(registry);
  auto& first = family.Add({{"queue", "a"}, {"state", "done"}});
  auto& second = family.Add({{"state", "done"}, {"queue", "a"}});
  CHECK(&first == &second);
  CHECK(family.Has({{"queue", "a"}, {"state", "done"}}));
  CHECK_FALSE(family.Has({{"queue", "a"}}));
}

TEST_CASE("the address of a series is stable while 10,000 others are added", "[contract]") {
  prometheus::Registry registry;
  auto& family = prometheus::BuildCounter().Name("jobs_total").Help("Help.").Register(registry);
  auto& held = family.Add({{"queue", "held"}});
  std::vector<prometheus::Counter*> others;
  for (int index = 0; index != 10'000; ++index) {
    others.push_back(&family.Add({{"queue", std::to_string(index)}}));
  }
  held.Increment(3);
  CHECK(&family.Add({{"queue", "held"}}) == &held);
  CHECK(family.Add({{"queue", "held"}}).Value() == 3.0);
  int moved = 0;
  for (int index = 0; index != 10'000; ++index) {
    if (&family.Add({{"queue", std::to_string(index)}}) !=
        others[static_cast<std::size_t>(index)]) {
      ++moved;
    }
  }
  CHECK(moved == 0);
}

TEST_CASE("other buckets for an existing series are ignored silently", "[contract]") {
  prometheus::Registry registry;
  auto& family = prometheus::BuildHistogram().Name("x").Help("Help.").Register(registry);
  auto& first = family.Add({}, Boundaries{1.0, 2.0});
  auto& second = family.Add({}, Boundaries{5.0, 6.0, 7.0});
  CHECK(&first == &second);
  const auto page = page_of(registry);
  CAPTURE(page);
  CHECK(contains(page, "x_bucket{le=\"2\"} 0\n"));
  CHECK_FALSE(contains(page, "le=\"5\""));
}

TEST_CASE("series of one family may have different buckets", "[contract]") {
  prometheus::Registry registry;
  auto& family = prometheus::BuildHistogram().Name("x").Help("Help.").Register(registry);
  family.Add({{"a", "1"}}, Boundaries{1.0});
  CHECK_NOTHROW(family.Add({{"a", "2"}}, Boundaries{5.0, 6.0}));
}

TEST_CASE("series of one family may have different label names", "[contract]") {
  prometheus::Registry registry;
  auto& family = prometheus::BuildCounter().Name("jobs_total").Help("Help.").Register(registry);
  family.Add({{"queue", "a"}});
  CHECK_NOTHROW(family.Add({{"other", "a"}}));
  CHECK_NOTHROW(family.Add({}));
  const auto families = registry.Collect();
  CHECK(families.at(0).metric.size() == 3);
}

TEST_CASE("an empty label value makes a series of its own", "[contract]") {
  prometheus::Registry registry;
  auto& family = prometheus::BuildCounter().Name("jobs_total").Help("Help.").Register(registry);
  CHECK(&family.Add({}) != &family.Add({{"queue", ""}}));
}

TEST_CASE("another initial value for an existing gauge is ignored silently", "[contract]") {
  prometheus::Registry registry;
  auto& family = prometheus::BuildGauge().Name("jobs").Help("Help.").Register(registry);
  family.Add({}, 1.0);
  CHECK(family.Add({}, 2.0).Value() == 1.0);
}

TEST_CASE("a label that repeats a constant label is refused, equal value or not", "[contract]") {
  prometheus::Registry registry;
  auto& family = prometheus::BuildCounter()
                     .Name("jobs_total")
                     .Help("Help.")
                     .Labels({{"site", "a"}})
                     .Register(registry);
  CHECK_THROWS_AS(family.Add({{"site", "a"}}), std::invalid_argument);
  CHECK_THROWS_AS(family.Add({{"site", "b"}}), std::invalid_argument);
  CHECK(registry.Collect().empty());
}

TEST_CASE("a label name outside the charset is refused and leaves no series", "[contract]") {
  prometheus::Registry registry;
  auto& family = prometheus::BuildCounter().Name("jobs_total").Help("Help.").Register(registry);
  for (const char* name : {"", "9a", "a-b", "a.b", "a:b", "__a", "\xC3\xA9"}) {
    CAPTURE(name);
    CHECK_THROWS_AS(family.Add({{name, "x"}}), std::invalid_argument);
  }
  CHECK(registry.Collect().empty());
}

TEST_CASE("label values may be anything, invalid UTF-8 included", "[contract]") {
  prometheus::Registry registry;
  auto& family = prometheus::BuildCounter().Name("jobs_total").Help("Help.").Register(registry);
  CHECK_NOTHROW(family.Add({{"queue", "\xFF\xFE"}}));
  CHECK(contains(page_of(registry), "jobs_total{queue=\"\xFF\xFE\"} 0\n"));
}

TEST_CASE("a removed series leaves the scrape and starts at 0 when it is added again",
          "[contract]") {
  prometheus::Registry registry;
  auto& family = prometheus::BuildCounter().Name("jobs_total").Help("Help.").Register(registry);
  auto& series = family.Add({{"queue", "a"}});
  series.Increment(5);
  family.Remove(&series);
  CHECK(registry.Collect().empty());
  CHECK(family.Add({{"queue", "a"}}).Value() == 0.0);
}

TEST_CASE("removing a series of another family, or none, is ignored silently", "[contract]") {
  prometheus::Registry registry;
  auto& family = prometheus::BuildCounter().Name("jobs_total").Help("Help.").Register(registry);
  auto& other = prometheus::BuildCounter().Name("other_total").Help("Help.").Register(registry);
  family.Add({});
  other.Remove(&family.Add({}));
  other.Remove(nullptr);
  CHECK(family.Has({}));
}
