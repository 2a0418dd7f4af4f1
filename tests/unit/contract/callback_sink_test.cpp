#include "support/catch.hpp"

#include <isometric/contract/callback_sink.hpp>
#include <isometric/sinks/global_sink.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <cstddef>

using isometric::CallbackFamily;
using isometric::CallbackSink;
using isometric::FamilyDescriptor;
using isometric::NullSink;
using isometric::OpenLabelValues;

namespace {

/// A sink that calls nobody back.
struct SilentSink {
  auto counter(const FamilyDescriptor& family) const { return NullSink{}.counter(family); }
  auto gauge(const FamilyDescriptor& family) const { return NullSink{}.gauge(family); }
  auto histogram(const FamilyDescriptor& family) const { return NullSink{}.histogram(family); }
  auto summary(const FamilyDescriptor& family) const { return NullSink{}.summary(family); }
};

/// A family that has no answer for a value outside of a closed label's set.
struct HalfFamily {
  struct Registration {};
  template <class Function>
  Registration add(OpenLabelValues, std::size_t, const Function&) const {
    return {};
  }
};

}  // namespace

TEST_CASE("a sink calls back if it has families of callbacks for counters and gauges") {
  STATIC_REQUIRE(CallbackSink<NullSink>);
  STATIC_REQUIRE(CallbackSink<isometric::RegistrySink>);
  STATIC_REQUIRE(CallbackSink<isometric::GlobalSink>);
  STATIC_REQUIRE_FALSE(CallbackSink<SilentSink>);
}

TEST_CASE("a family of callbacks answers for values that it does not know, too") {
  STATIC_REQUIRE(CallbackFamily<decltype(NullSink{}.callback_gauge({}))>);
  STATIC_REQUIRE_FALSE(CallbackFamily<HalfFamily>);
}
