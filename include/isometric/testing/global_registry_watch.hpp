#pragma once

#include <isometric/reading/snapshot.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/sinks/global_sharded_sink.hpp>
#include <isometric/sinks/global_sink.hpp>
#include <isometric/testing/detail/message_text.hpp>
#include <isometric/testing/verdict.hpp>

#include <cstddef>
#include <sstream>
#include <vector>

namespace isometric::inline v1::testing {

/// Watches what is the process's, the registry and GlobalShardedSink, from its construction on: for
/// tests that should leave it alone, since what one test counts there the next one finds.
///
///     const GlobalRegistryWatch watch;
///     run_test();
///     if (const auto verdict = watch.untouched(); !verdict) report(verdict.explanation);
///
/// It sees series that came, went or changed; not a family that has no series yet, nor what was
/// changed and changed back. Other threads' doings are seen, too. Thread-safe.
class GlobalRegistryWatch {
 public:
  /// The series that came, went or changed since the construction; one that came at 0, too. First
  /// those of the registry.
  [[nodiscard]] std::vector<SeriesChange> touched() const {
    std::vector<SeriesChange> touched;
    const auto add = [&touched](const SnapshotDelta& delta) {
      for (const auto& change : delta.series()) {
        const bool stayed = change.before.has_value() == change.after.has_value();
        if (!stayed || change.is_changed()) touched.push_back(change);
      }
    };
    add(GlobalSink().snapshot() - of_registry_);
    add(GlobalShardedSink().snapshot() - of_sharded_sink_);
    return touched;
  }

  /// Whether there are none; explains with a line for each, before and after, of the first ten.
  [[nodiscard]] Verdict untouched() const {
    const auto touched = this->touched();
    constexpr std::size_t most = 10;
    std::ostringstream text;
    for (const auto& change : touched) text << change << '\n';
    return {touched.empty(), detail::first_lines(text.view(), most)};
  }

 private:
  // As they were:
  Snapshot of_registry_ = GlobalSink().snapshot();
  Snapshot of_sharded_sink_ = GlobalShardedSink().snapshot();
};

}  // namespace isometric::inline v1::testing
