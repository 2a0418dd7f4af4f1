#pragma once

#include <isometric/instruments.hpp>

namespace homecluster::program {

/// What came of reading the manifests again. A rejected set of manifests has changed nothing.
enum class ReloadResult : unsigned char { accepted, rejected };

consteval auto label_values(ReloadResult) {
  return isometric::closed<ReloadResult>(
      {{ReloadResult::accepted, "accepted"}, {ReloadResult::rejected, "rejected"}});
}

/// The metrics of the program itself, beside those of its servers.
template <isometric::MetricsSink Sink>
struct ProgramMetrics {
  explicit ProgramMetrics(const Sink& sink)
      : reloads(sink, "homecluster_manifest_reloads_total",
                "Readings of the manifests after the first, by what came of them."),
        last_load(sink, "homecluster_manifest_last_load_timestamp_seconds",
                  "Unix time of the last reading of the manifests that was accepted.") {}

  isometric::Counter<Sink, isometric::Label<"result", ReloadResult>> reloads;
  isometric::Gauge<Sink> last_load;
};

}  // namespace homecluster::program
