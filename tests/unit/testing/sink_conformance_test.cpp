#include "support/catch.hpp"

#include <isometric/adaptors/prefixed_sink.hpp>
#include <isometric/instruments/callback_instruments.hpp>
#include <isometric/sinks/catalogue_sink.hpp>
#include <isometric/sinks/global_sharded_sink.hpp>
#include <isometric/sinks/global_sink.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/recording_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/sinks/sharded_sink.hpp>
#include <isometric/testing/sink_conformance.hpp>

#include <prometheus/registry.h>

#include <memory>
#include <string>
#include <type_traits>
#include <vector>

using namespace isometric;
using testing::check_sink_conformance;

namespace {

using Failures = std::vector<std::string>;

}  // namespace

TEST_CASE("the null sink conforms") {
  CHECK(check_sink_conformance([] { return NullSink{}; }) == Failures{});
}

TEST_CASE("a registry sink conforms, whichever registry it has", "[global_registry]") {
  CHECK(check_sink_conformance([] { return RegistrySink{}; }) == Failures{});
  CHECK(check_sink_conformance(
            [] { return RegistrySink{std::make_shared<prometheus::Registry>()}; }) == Failures{});
  CHECK(check_sink_conformance([] { return RegistrySink::global(); },
                               {.makes_fresh_sinks = false}) == Failures{});
}

TEST_CASE("the global sink conforms", "[global_registry]") {
  CHECK(check_sink_conformance([] { return GlobalSink{}; }, {.makes_fresh_sinks = false}) ==
        Failures{});
}

TEST_CASE("a sharded sink conforms, and that of the process", "[global_registry]") {
  CHECK(check_sink_conformance([] { return ShardedSink{}; }) == Failures{});
  CHECK(check_sink_conformance([] { return GlobalShardedSink{}; }, {.makes_fresh_sinks = false}) ==
        Failures{});
}

TEST_CASE("of a sink that others use, too, the suite reads once what is not its own") {
  const auto readings = [](const auto& sink) {
    using Gauge = CallbackGauge<std::remove_cvref_t<decltype(sink)>>;
    const Gauge users(sink, "app_users", "Users.");
    int count = 0;
    const auto registration = users.add([&] { return static_cast<double>(++count); });
    CHECK(check_sink_conformance([&] { return sink; }, {.makes_fresh_sinks = false}) == Failures{});
    return count;
  };
  CHECK(readings(RegistrySink{}) == 1);
  CHECK(readings(RegistrySink{std::make_shared<prometheus::Registry>()}) == 1);
  CHECK(readings(ShardedSink{}) == 1);
  CHECK(readings(RecordingSink{}) == 1);
  CHECK(readings(PrefixedSink{RegistrySink{}, "app_"}) == 1);
}

TEST_CASE("a recording sink conforms") {
  CHECK(check_sink_conformance([] { return RecordingSink{}; }) == Failures{});
}

TEST_CASE("a catalogue sink conforms") {
  CHECK(check_sink_conformance([] { return CatalogueSink{}; }) == Failures{});
}
