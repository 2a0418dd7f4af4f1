#include "support/catch.hpp"

#include <isometric/description/family_descriptor.hpp>
#include <isometric/sinks/detail/family/event_log.hpp>
#include <isometric/sinks/detail/ledger/family_entry.hpp>
#include <isometric/sinks/detail/ledger/family_index.hpp>
#include <isometric/sinks/detail/prometheus/registry_backend.hpp>
#include <isometric/sinks/detail/series/hash_seed.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using isometric::FamilyDescriptor;
using isometric::detail::backend_of;
using isometric::detail::FamilyEntry;
using isometric::detail::FamilyIndex;
using isometric::detail::hash_seed;

namespace {

class NoLog final : public isometric::detail::EventLog {
 public:
  void count(FamilyEntry&, isometric::detail::Event) noexcept override {}
  bool count(const isometric::detail::EventMetric&, std::string_view) noexcept override {
    return true;
  }
  std::shared_ptr<const void> hold() const override { return nullptr; }
};

NoLog no_log;

FamilyEntry& add(FamilyIndex& index, std::string_view name) {
  FamilyDescriptor descriptor;
  descriptor.name = name;
  index.make_room();
  return index.add(index.key(name), FamilyEntry::make(backend_of<prometheus::Counter>, descriptor,
                                                      1, hash_seed(), no_log));
}

}  // namespace

TEST_CASE("an index finds each of its families, however many there are, and no other") {
  FamilyIndex index;
  std::vector<std::pair<std::string, const FamilyEntry*>> added;
  for (std::size_t i = 0; i < 1000; ++i) {
    const std::string name = "family_" + std::to_string(i);
    CHECK(index.find(name) == nullptr);
    added.emplace_back(name, &add(index, name));
  }
  for (const auto& [name, family] : added) {
    CHECK(index.find(name) == family);
  }
  CHECK(index.find("family_") == nullptr);
  CHECK(index.find("family_1000") == nullptr);
}

TEST_CASE("an index hands out each family once") {
  FamilyIndex index;
  for (std::size_t i = 0; i < 100; ++i) add(index, "family_" + std::to_string(i));
  std::vector<const FamilyEntry*> seen;
  index.for_each([&](const FamilyEntry* family) { seen.push_back(family); });
  std::ranges::sort(seen);
  CHECK(seen.size() == 100);
  CHECK(std::ranges::adjacent_find(seen) == seen.end());
}
