// What prometheus-cpp does when families are registered. The ledger exists because of the conflicts
// that pass silently here, and its probe for foreign families leans on the ones that throw.

#include "contract/prometheus_page.hpp"
#include "support/catch.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <stdexcept>
#include <string>

namespace {

using InsertBehavior = prometheus::Registry::InsertBehavior;
using Boundaries = prometheus::Histogram::BucketBoundaries;

prometheus::Family<prometheus::Counter>& register_counter(
    prometheus::Registry& registry, const std::string& name, const std::string& help = "Help.",
    const prometheus::Labels& constant_labels = {}) {
  return prometheus::BuildCounter()
      .Name(name)
      .Help(help)
      .Labels(constant_labels)
      .Register(registry);
}

prometheus::Family<prometheus::Gauge>& register_gauge(prometheus::Registry& registry,
                                                      const std::string& name,
                                                      const prometheus::Labels& labels = {}) {
  return prometheus::BuildGauge().Name(name).Help("Help.").Labels(labels).Register(registry);
}

prometheus::Family<prometheus::Histogram>& register_histogram(prometheus::Registry& registry,
                                                              const std::string& name) {
  return prometheus::BuildHistogram().Name(name).Help("Help.").Register(registry);
}

/// The message of the std::invalid_argument that `action` throws; empty when it throws nothing.
template <typename Action>
std::string rejection_of(Action action) {
  try {
    action();
  } catch (const std::invalid_argument& rejection) {
    return rejection.what();
  }
  return {};
}

}  // namespace

TEST_CASE("a registry merges by default: equal families are the same object", "[contract]") {
  prometheus::Registry registry;
  auto& first = register_counter(registry, "jobs_total");
  auto& second = register_counter(registry, "jobs_total");
  CHECK(&first == &second);
}

TEST_CASE("equal constant labels register again as the same object", "[contract]") {
  prometheus::Registry registry;
  auto& first = register_counter(registry, "jobs_total", "Help.", {{"site", "a"}, {"rack", "1"}});
  auto& second = register_counter(registry, "jobs_total", "Help.", {{"rack", "1"}, {"site", "a"}});
  CHECK(&first == &second);
}

TEST_CASE("a registry that throws on duplicates refuses an equal family", "[contract]") {
  prometheus::Registry registry{InsertBehavior::Throw};
  register_counter(registry, "jobs_total");
  CHECK_THROWS_AS(register_counter(registry, "jobs_total"), std::invalid_argument);
}

TEST_CASE("another help is accepted silently and the first help stays", "[contract]") {
  prometheus::Registry registry;
  auto& first = register_counter(registry, "jobs_total", "The first help.");
  auto& second = register_counter(registry, "jobs_total", "Quite another help.");
  first.Add({});
  CHECK(&first == &second);
  const auto page = page_of(registry);
  CAPTURE(page);
  CHECK(contains(page, "# HELP jobs_total The first help.\n"));
  CHECK_FALSE(contains(page, "Quite another help."));
}

TEST_CASE("other constant labels are refused, whether more, fewer or different", "[contract]") {
  prometheus::Registry registry;
  register_counter(registry, "jobs_total", "Help.", {{"site", "a"}});
  CHECK_THROWS_AS(register_counter(registry, "jobs_total", "Help.", {{"site", "b"}}),
                  std::invalid_argument);
  CHECK_THROWS_AS(register_counter(registry, "jobs_total", "Help.", {{"site", "a"}, {"rack", "1"}}),
                  std::invalid_argument);
  CHECK_THROWS_AS(register_counter(registry, "jobs_total"), std::invalid_argument);
}

TEST_CASE("another type is refused by a registry that merges and by one that throws",
          "[contract]") {
  for (const auto behavior : {InsertBehavior::Merge, InsertBehavior::Throw}) {
    prometheus::Registry registry{behavior};
    register_counter(registry, "jobs");
    CHECK_THROWS_AS(register_gauge(registry, "jobs"), std::invalid_argument);
    CHECK_THROWS_AS(register_histogram(registry, "jobs"), std::invalid_argument);
  }
}

TEST_CASE("the message of a type clash says 'different type', and no other clash does",
          "[contract]") {
  prometheus::Registry registry;
  register_counter(registry, "jobs");

  const auto type_clash = rejection_of([&] { register_gauge(registry, "jobs"); });
  CAPTURE(type_clash);
  CHECK(contains(type_clash, "different type"));

  const auto both_clash = rejection_of([&] { register_gauge(registry, "jobs", {{"site", "a"}}); });
  CAPTURE(both_clash);
  CHECK(contains(both_clash, "different type"));

  const auto label_clash =
      rejection_of([&] { register_counter(registry, "jobs", "Help.", {{"site", "a"}}); });
  CAPTURE(label_clash);
  CHECK_FALSE(label_clash.empty());
  CHECK_FALSE(contains(label_clash, "different type"));
}

TEST_CASE("no rejection names the metric", "[contract]") {
  prometheus::Registry registry;
  register_counter(registry, "jobs");
  CHECK_FALSE(contains(rejection_of([&] { register_gauge(registry, "jobs"); }), "jobs"));
}

TEST_CASE("a probe with an extra constant label throws when a family of its name exists",
          "[contract]") {
  const prometheus::Labels probe{{"probe", "x"}};

  SECTION("with series") {
    prometheus::Registry registry;
    register_counter(registry, "jobs_total").Add({{"queue", "a"}});
    CHECK_THROWS_AS(register_counter(registry, "jobs_total", "Help.", probe),
                    std::invalid_argument);
  }
  SECTION("without a single series, where Collect() shows nothing") {
    prometheus::Registry registry;
    register_counter(registry, "jobs_total");
    REQUIRE(registry.Collect().empty());
    CHECK_THROWS_AS(register_counter(registry, "jobs_total", "Help.", probe),
                    std::invalid_argument);
  }
  SECTION("with constant labels of its own") {
    prometheus::Registry registry;
    register_counter(registry, "jobs_total", "Help.", {{"site", "a"}});
    CHECK_THROWS_AS(register_counter(registry, "jobs_total", "Help.", probe),
                    std::invalid_argument);
  }
  SECTION("of another type") {
    prometheus::Registry registry;
    register_gauge(registry, "jobs_total");
    CHECK_THROWS_AS(register_counter(registry, "jobs_total", "Help.", probe),
                    std::invalid_argument);
  }
}

TEST_CASE("a probe that found nothing can be removed and leaves no residue", "[contract]") {
  prometheus::Registry registry;
  auto& probe = register_counter(registry, "jobs_total", "A probe.", {{"probe", "x"}});
  REQUIRE(registry.Remove(probe));
  CHECK(registry.Collect().empty());

  SECTION("the same name registers again with the help and labels it likes") {
    register_counter(registry, "jobs_total", "The real help.", {{"site", "a"}}).Add({});
    CHECK(
        page_of(registry) ==
        "# HELP jobs_total The real help.\n# TYPE jobs_total counter\njobs_total{site=\"a\"} 0\n");
  }
  SECTION("the same name registers again with another type") {
    CHECK_NOTHROW(register_gauge(registry, "jobs_total"));
  }
}

TEST_CASE("a probe that was refused leaves what is registered as it was", "[contract]") {
  prometheus::Registry registry;
  auto& family = register_counter(registry, "jobs_total");
  family.Add({{"queue", "a"}}).Increment(3);
  const auto before = page_of(registry);
  CHECK_THROWS_AS(register_counter(registry, "jobs_total", "Help.", {{"probe", "x"}}),
                  std::invalid_argument);
  CHECK(page_of(registry) == before);
  CHECK(&register_counter(registry, "jobs_total") == &family);
}

TEST_CASE("Registry::Remove says whether the family was in this registry", "[contract]") {
  prometheus::Registry registry;
  prometheus::Registry other;
  auto& family = register_counter(registry, "jobs_total");
  CHECK_FALSE(other.Remove(family));
  CHECK(registry.Remove(family));
}

TEST_CASE("a family that is removed and registered again starts at 0", "[contract]") {
  prometheus::Registry registry;
  auto& family = register_counter(registry, "jobs_total");
  family.Add({}).Increment(5);
  REQUIRE(registry.Remove(family));
  CHECK(register_counter(registry, "jobs_total").Add({}).Value() == 0.0);
}

TEST_CASE("a family without series is not collected", "[contract]") {
  prometheus::Registry registry;
  auto& family = register_counter(registry, "jobs_total");
  CHECK(registry.Collect().empty());
  CHECK(page_of(registry).empty());
  family.Add({});
  CHECK(registry.Collect().size() == 1);
}

TEST_CASE("a suffix clash is not detected: histogram x and gauge x_count are both exported",
          "[contract]") {
  prometheus::Registry registry;
  register_histogram(registry, "x").Add({}, Boundaries{1.0}).Observe(0.5);
  register_gauge(registry, "x_count").Add({}).Set(7);
  const auto page = page_of(registry);
  CAPTURE(page);
  CHECK(contains(page, "\nx_count 1\n"));
  CHECK(contains(page, "\nx_count 7\n"));
}

TEST_CASE("a name outside the metric charset is refused", "[contract]") {
  prometheus::Registry registry;
  for (const char* name : {"", "9a", "a-b", "a b", "a.b", "__a", "\xC3\xA9"}) {
    CAPTURE(name);
    CHECK_THROWS_AS(register_counter(registry, name), std::invalid_argument);
  }
  CHECK(registry.Collect().empty());
}

TEST_CASE("a constant label name outside the label charset is refused and leaves no family",
          "[contract]") {
  prometheus::Registry registry;
  for (const char* name : {"", "9a", "a-b", "a.b", "a:b", "__a", "\xC3\xA9"}) {
    CAPTURE(name);
    CHECK_THROWS_AS(register_counter(registry, "jobs_total", "Help.", {{name, "x"}}),
                    std::invalid_argument);
  }
  CHECK_NOTHROW(register_gauge(registry, "jobs_total"));
}

TEST_CASE("the reserved label 'le' on a histogram is refused from version 1.1 on, not before",
          "[contract]") {
  prometheus::Registry registry;
  auto& family = register_histogram(registry, "x");
#if __has_include(<prometheus/info.h>)
  CHECK_THROWS_AS(family.Add({{"le", "mine"}}, Boundaries{1.0}), std::invalid_argument);
#else
  family.Add({{"le", "mine"}}, Boundaries{1.0});
  const auto page = page_of(registry);
  CAPTURE(page);
  CHECK(contains(page, "x_bucket{le=\"mine\",le=\"1\"} 0\n"));
#endif
}
