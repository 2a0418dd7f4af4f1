#include "support/catch.hpp"

#include <isometric/adaptors/any_sink.hpp>
#include <isometric/adaptors/filter_sink.hpp>
#include <isometric/adaptors/labeled_sink.hpp>
#include <isometric/adaptors/prefixed_sink.hpp>
#include <isometric/adaptors/removable.hpp>
#include <isometric/adaptors/tee_sink.hpp>
#include <isometric/contract/readable_sink.hpp>
#include <isometric/sinks/catalogue_sink.hpp>
#include <isometric/sinks/global_sink.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/recording_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/failing_sink.hpp>

#include <cstdint>

using namespace isometric;

namespace {

/// Counters and gauges are read by a value() that is all right, or nearly.
struct Readable {
  double value() const noexcept { return 0; }
};
struct OfAnotherType {
  float value() const noexcept { return 0; }
};
struct Throwing {
  double value() const { return 0; }
};
struct Mutable {
  double value() noexcept { return 0; }
};

struct Observing {
  std::uint64_t count() const { return 0; }
  double sum() const { return 0; }
};
struct CountOnly {
  std::uint64_t count() const { return 0; }
};
struct SignedCount {
  int count() const { return 0; }
  double sum() const { return 0; }
};

struct IsCounter {
  constexpr bool operator()(MetricType type) const { return type == MetricType::counter; }
};
struct HasHelp {
  bool operator()(const FamilyDescriptor& family) const { return !family.help.empty(); }
};

}  // namespace

TEST_CASE("a series is readable if all that it is read by is there as it should be") {
  STATIC_REQUIRE(ReadableNumberSeries<Readable>);
  STATIC_REQUIRE_FALSE(ReadableNumberSeries<OfAnotherType>);
  STATIC_REQUIRE_FALSE(ReadableNumberSeries<Throwing>);
  STATIC_REQUIRE_FALSE(ReadableNumberSeries<Mutable>);
  STATIC_REQUIRE_FALSE(ReadableNumberSeries<Observing>);
  STATIC_REQUIRE(ReadableObservingSeries<Observing>);
  STATIC_REQUIRE_FALSE(ReadableObservingSeries<CountOnly>);
  STATIC_REQUIRE_FALSE(ReadableObservingSeries<SignedCount>);
  STATIC_REQUIRE_FALSE(ReadableObservingSeries<Readable>);
}

TEST_CASE("sinks that keep values are readable, and their removable halves, too") {
  STATIC_REQUIRE(ReadableSink<RegistrySink>);
  STATIC_REQUIRE(ReadableSink<GlobalSink>);
  STATIC_REQUIRE(ReadableSink<RecordingSink>);
  STATIC_REQUIRE(ReadableSink<Removable<RegistrySink>>);
  STATIC_REQUIRE(ReadableSink<Removable<GlobalSink>>);
  STATIC_REQUIRE(ReadableSink<Removable<RecordingSink>>);
  STATIC_REQUIRE_FALSE(ReadableSink<NullSink>);
  STATIC_REQUIRE_FALSE(ReadableSink<Removable<NullSink>>);
  STATIC_REQUIRE_FALSE(ReadableSink<CatalogueSink>);
  STATIC_REQUIRE_FALSE(ReadableSink<int>);
}

TEST_CASE("adaptors are readable as the sinks inside are, a tee if one of them is") {
  STATIC_REQUIRE(ReadableSink<PrefixedSink<RegistrySink>>);
  STATIC_REQUIRE_FALSE(ReadableSink<PrefixedSink<NullSink>>);
  STATIC_REQUIRE(ReadableSink<LabeledSink<RecordingSink>>);
  STATIC_REQUIRE(ReadableSink<testing::FailingSink<RegistrySink>>);
  STATIC_REQUIRE(ReadableSink<TeeSink<NullSink, RegistrySink>>);
  STATIC_REQUIRE(ReadableSink<Removable<TeeSink<NullSink, RegistrySink>>>);
  STATIC_REQUIRE_FALSE(ReadableSink<TeeSink<NullSink, NullSink>>);
  STATIC_REQUIRE(ReadableSink<FilterSink<RegistrySink, HasHelp>>);
  STATIC_REQUIRE_FALSE(ReadableSink<FilterSink<NullSink, HasHelp>>);
  STATIC_REQUIRE_FALSE(ReadableSink<FilterSink<RegistrySink, IsCounter>>);  // drops the others
  STATIC_REQUIRE(ReadableSink<AnySink>);                                    // its type cannot tell
}
