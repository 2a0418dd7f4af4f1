#include "support/catch.hpp"

#include <isometric/adaptors/any_sink.hpp>
#include <isometric/adaptors/filter_sink.hpp>
#include <isometric/adaptors/labeled_sink.hpp>
#include <isometric/adaptors/prefixed_sink.hpp>
#include <isometric/adaptors/tee_sink.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/recording_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/sinks/sharded_sink.hpp>
#include <isometric/testing/sink_conformance.hpp>

#include <string>
#include <vector>

// Adaptors over one sink, over two and over one another.

using namespace isometric;
using testing::check_sink_conformance;

namespace {

using Failures = std::vector<std::string>;

/// Asked when a family is declared.
struct HasHelp {
  bool operator()(const FamilyDescriptor& family) const { return !family.help.empty(); }
};
struct HasNoHelp {
  bool operator()(const FamilyDescriptor& family) const { return family.help.empty(); }
};
/// Asked by the compiler, but for gauges, which may be infos.
struct IsNoInfo {
  constexpr bool operator()(MetricType type) const { return type != MetricType::info; }
};

/// Neither removes nor calls back, and cannot be read.
struct WriteOnlySink {
  NullSink null;
  auto counter(const FamilyDescriptor& family) const { return null.counter(family); }
  auto gauge(const FamilyDescriptor& family) const { return null.gauge(family); }
  auto histogram(const FamilyDescriptor& family) const { return null.histogram(family); }
  auto summary(const FamilyDescriptor& family) const { return null.summary(family); }
};

constexpr auto make_tee = [] { return TeeSink(RegistrySink(), RecordingSink()); };

}  // namespace

TEST_CASE("a tee conforms") {
  CHECK(check_sink_conformance(make_tee) == Failures{});
}

TEST_CASE("a labelled sink over a tee conforms") {
  CHECK(check_sink_conformance([] { return LabeledSink(make_tee(), {{"zone", "a"}}); }) ==
        Failures{});
}

TEST_CASE(
    "a filter conforms, if it drops nothing, if it drops everything, and if it is asked by "
    "the compiler") {
  CHECK(check_sink_conformance([] {
          return FilterSink(PrefixedSink(RecordingSink(), "app_"), HasHelp());
        }) == Failures{});
  CHECK(check_sink_conformance([] { return FilterSink(RegistrySink(), HasNoHelp()); },
                               {.is_read_back = false}) == Failures{});
  CHECK(check_sink_conformance([] { return FilterSink(NullSink(), IsNoInfo()); }) == Failures{});
}

TEST_CASE("any sink conforms, whatever is inside") {
  CHECK(check_sink_conformance([] { return AnySink(RegistrySink()); }) == Failures{});
  CHECK(check_sink_conformance([] {
          return AnySink(LabeledSink(PrefixedSink(ShardedSink(), "app_"), {{"host", "a"}}));
        }) == Failures{});
  CHECK(check_sink_conformance([] { return AnySink(TeeSink(make_tee(), make_tee())); }) ==
        Failures{});
  CHECK(check_sink_conformance([] { return AnySink(NullSink()); }, {.is_read_back = false}) ==
        Failures{});
  CHECK(check_sink_conformance([] { return AnySink(WriteOnlySink()); },
                               {.is_read_back = false, .has_optional_halves = false}) ==
        Failures{});
}

TEST_CASE("adaptors around any sink conform") {
  CHECK(check_sink_conformance([] {
          return PrefixedSink(TeeSink(AnySink(RecordingSink()), ShardedSink()), "app_");
        }) == Failures{});
}
