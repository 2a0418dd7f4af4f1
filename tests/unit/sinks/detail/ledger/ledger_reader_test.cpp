#include "support/catch.hpp"

#include <isometric/description/family_options.hpp>
#include <isometric/description/runtime_name.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

using isometric::RegistrySink;

namespace {

void add(const RegistrySink& sink, const std::string& name) {
  using isometric::MetricType;
  const isometric::Gauge<RegistrySink> gauge(sink, isometric::checked_name<MetricType::gauge>(name),
                                             "Things.");
}

std::vector<std::string> names(const RegistrySink& sink) {
  std::vector<std::string> collected;
  for (const auto& family : sink.collectable()->Collect()) collected.push_back(family.name);
  std::vector<std::string> read;
  const isometric::Snapshot snapshot = sink.snapshot();
  for (const auto& family : snapshot.families()) read.push_back(family.name);
  CHECK(read == collected);
  return collected;
}

}  // namespace

TEST_CASE("a scrape shows families in order of name, those that came later among the others") {
  const RegistrySink sink;
  CHECK(names(sink).empty());
  for (const char* name : {"c", "a", "e"}) add(sink, name);
  CHECK(names(sink) == std::vector<std::string>{"a", "c", "e"});
  add(sink, "d");
  CHECK(names(sink) == std::vector<std::string>{"a", "c", "d", "e"});
  for (std::size_t i = 0; i < 100; ++i) add(sink, "b" + std::to_string(i));
  const auto all = names(sink);
  CHECK(all.size() == 104);
  CHECK(std::ranges::is_sorted(all));
}

TEST_CASE("what a sink hands to an exposer is one object, which lives as long as the sink") {
  std::weak_ptr<prometheus::Collectable> exposed;
  {
    const RegistrySink sink;
    exposed = sink.collectable();
    CHECK(sink.collectable() == exposed.lock());
    CHECK(RegistrySink(sink).collectable() == exposed.lock());
  }
  CHECK(exposed.expired());
}
