#pragma once

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
#include <isometric/testing/failing_sink.hpp>

#include <prometheus/registry.h>

#include <memory>
#include <string>

// For what every sink of the library has to do.
namespace test_support {

/// Asked when a family is declared, and true.
struct HasHelp {
  bool operator()(const isometric::FamilyDescriptor& family) const { return !family.help.empty(); }
};

/// Calls `use(sink)` with a fresh sink of each kind whose series can be read.
template <class Use>
void with_each_readable_sink(Use use) {
  using namespace isometric;
  const auto with = [&](const std::string& name, const auto& sink) {
    INFO(name);
    use(sink);
  };
  const auto make_tee = [] { return TeeSink(RecordingSink(), RegistrySink()); };
  with("a registry of its own", RegistrySink());
  with("an adopted registry", RegistrySink(std::make_shared<prometheus::Registry>()));
  with("sharded", ShardedSink());
  with("recording", RecordingSink());
  with("a tee", make_tee());
  with("a filter that is asked at the declaration", FilterSink(RegistrySink(), HasHelp()));
  with("any over a registry", AnySink(RegistrySink()));
  with("any over handles that are kept elsewhere", AnySink(TeeSink(make_tee(), make_tee())));
  // All that hand on the handles of others, in one: each type takes the compiler seconds.
  with("labels over a prefix over failures over a tee of which the second can be read",
       LabeledSink(PrefixedSink(testing::FailingSink(TeeSink(NullSink(), RegistrySink())), "my_"),
                   {{"host", "a"}}));
}

}  // namespace test_support
