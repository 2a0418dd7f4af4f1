#include "support/catch.hpp"

#include <isometric/adaptors/removable.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <cstddef>
#include <span>
#include <string_view>

using isometric::FamilyDescriptor;
using isometric::NullSink;
using isometric::RegistrySink;
using isometric::RemovableFamily;
using isometric::RemovableSink;

namespace {

/// A sink that can do everything but remove.
struct FixedSink {
  auto counter(const FamilyDescriptor& family) const { return NullSink{}.counter(family); }
  auto gauge(const FamilyDescriptor& family) const { return NullSink{}.gauge(family); }
  auto histogram(const FamilyDescriptor& family) const { return NullSink{}.histogram(family); }
  auto summary(const FamilyDescriptor& family) const { return NullSink{}.summary(family); }
};

/// One whose removable half gives families that cannot remove.
struct ForgetfulSink : FixedSink {
  [[nodiscard]] FixedSink removable() const { return {}; }
};

}  // namespace

TEST_CASE("a sink is removable if all families of its removable half can remove") {
  STATIC_REQUIRE(RemovableSink<NullSink>);
  STATIC_REQUIRE(RemovableSink<RegistrySink>);
  STATIC_REQUIRE_FALSE(RemovableSink<FixedSink>);
  STATIC_REQUIRE_FALSE(RemovableSink<ForgetfulSink>);
}

TEST_CASE("the families of a sink itself are fixed, those of its removable half are not") {
  using Half = decltype(RegistrySink{}.removable());
  STATIC_REQUIRE_FALSE(RemovableFamily<decltype(RegistrySink{}.counter({}))>);
  STATIC_REQUIRE(RemovableFamily<isometric::detail::CounterFamilyOf<Half>>);
  STATIC_REQUIRE(RemovableFamily<isometric::detail::SummaryFamilyOf<Half>>);
}

TEST_CASE("matches name labels by their position, and no match removes all") {
  const RegistrySink sink;
  const isometric::LabelDescriptor labels[] = {{"group", {}}, {"zone", {}}};
  FamilyDescriptor described;
  described.type = isometric::MetricType::gauge;
  described.name = "app_nodes";
  described.help = "Nodes.";
  described.labels = labels;
  const auto family = sink.removable().gauge(described);
  const auto make = [&](std::string_view group, std::string_view zone) {
    const std::string_view values[] = {group, zone};
    static_cast<void>(family.block(values).series(0));
  };
  make("a", "east");
  make("a", "west");
  make("b", "east");
  const isometric::LabelMatch east[] = {{1, "east"}, {0, "a"}};
  CHECK(family.remove_matching(east) == 1);
  CHECK(family.remove_matching({}) == 2);
}
