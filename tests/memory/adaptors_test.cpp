#include "memory/sink_operations.hpp"
#include "support/catch.hpp"

#include <isometric/adaptors/any_sink.hpp>
#include <isometric/adaptors/filter_sink.hpp>
#include <isometric/adaptors/labeled_sink.hpp>
#include <isometric/adaptors/prefixed_sink.hpp>
#include <isometric/adaptors/tee_sink.hpp>
#include <isometric/sinks/recording_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <string>
#include <vector>

using namespace isometric;
using test_support::check_memory;
using test_support::Guarantee;

namespace {

using Complaints = std::vector<std::string>;

/// Asked when a family is declared.
struct HasHelp {
  bool operator()(const FamilyDescriptor& family) const { return !family.help.empty(); }
};

/// Each filter adds a word to handles and blocks: five of them have no room in an AnySink's.
auto large_sink() {
  const auto filter = [](auto sink) { return FilterSink(sink, HasHelp()); };
  return filter(filter(filter(filter(filter(RegistrySink())))));
}

}  // namespace

TEST_CASE("an operation of an adaptor that finds no memory changes nothing") {
  const auto failures =
      check_memory<LabeledSink<PrefixedSink<FilterSink<RegistrySink, HasHelp>>>>({[](auto&&...) {
        return LabeledSink(PrefixedSink(FilterSink(RegistrySink(), HasHelp()), "shop_"),
                           {{"host", "a host whose name is longer than a short string"}});
      }});
  CHECK(failures.count > 1000);
  CHECK(failures.complaints == Complaints{});
}

TEST_CASE("an operation of any sink that finds no memory changes nothing") {
  const auto failures = check_memory<AnySink>({[](auto&&...) { return AnySink(RegistrySink()); }});
  CHECK(failures.count > 1000);
  CHECK(failures.complaints == Complaints{});
}

TEST_CASE("a handle of any sink that has no room and finds no memory is one that shows nowhere") {
  static_assert(sizeof(large_sink().counter({}).rejected_series()) > 4 * sizeof(void*));
  static_assert(sizeof(large_sink().removable().counter({}).rejected_series()) > 4 * sizeof(void*));
  const auto failures = check_memory<AnySink>(
      {.make = [](auto&&...) { return AnySink(large_sink()); }, .may_lose_handles = true});
  CHECK(failures.count > 1000);
  CHECK(failures.complaints == Complaints{});
}

TEST_CASE("any sink over a recording sink that finds no memory leaves no trace in the log") {
  RecordingSink last;
  const auto failures =
      check_memory<AnySink>({[&](auto&&...) {
                               last = RecordingSink();
                               return AnySink(last);
                             },
                             Guarantee::strong, test_support::Extent::all,
                             [&](const AnySink&) { return test_support::log_of(last, ""); }});
  CHECK(failures.count > 1000);
  CHECK(failures.complaints == Complaints{});
}

TEST_CASE("memory that runs out leaves each sink of a tee with all of an operation or nothing") {
  const auto failures = check_memory<TeeSink<RegistrySink, RecordingSink>>(
      {[](auto&&...) { return TeeSink(RegistrySink(), RecordingSink()); },
       Guarantee::for_each_part});
  CHECK(failures.count > 1000);
  CHECK(failures.complaints == Complaints{});
}
