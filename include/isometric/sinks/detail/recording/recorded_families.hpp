#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/sinks/detail/family/event_log.hpp>
#include <isometric/sinks/detail/family/family_map.hpp>
#include <isometric/sinks/detail/recording/recorded_calls.hpp>
#include <isometric/sinks/detail/recording/recorded_family.hpp>

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// What a RecordingSink and its copies share: the calls, and the families that they are about.
/// Thread-safe.
class RecordedFamilies {
 public:
  [[nodiscard]] RecordedCalls& calls() noexcept { return calls_; }

  /// The family that is described. Throws what FamilyMap::declare() does, and changes nothing then.
  RecordedFamily& declare(const FamilyDescriptor& requested) {
    const auto held = calls_.lock();
    calls_.reserve(1);  // so that nothing can fail once the family is there
    RecordedFamily& family = families_.declare(requested, calls_);
    if (!requested.is_declared_again) family.record_declaration();
    return family;
  }

  /// Of the families whose names are wanted.
  template <class IsWanted>
  [[nodiscard]] Snapshot snapshot(IsWanted is_wanted) {
    auto called = read_callbacks(is_wanted);
    std::vector<FamilySnapshot> families;
    {
      const auto held = calls_.lock();
      for (const auto& [name, family] : families_) {
        if (!is_wanted(name)) continue;
        const FamilyDescriptor& described = family.descriptor();
        std::vector<SeriesSnapshot> series = std::move(called[&family]);
        family.append_to(series);
        if (series.empty()) continue;
        families.push_back({name, std::string(described.help), described.type, std::move(series),
                            std::string(described.unit)});
      }
      for (std::size_t i = 0; i < event_count; ++i) {
        if (is_wanted(event_metrics[i].name)) append_events(static_cast<Event>(i), families);
      }
    }
    return Snapshot(std::move(families));
  }

 private:
  template <class IsWanted>
  [[nodiscard]] std::map<const RecordedFamily*, std::vector<SeriesSnapshot>> read_callbacks(
      IsWanted is_wanted) {
    std::vector<RecordedFamily*> families;
    {
      const auto held = calls_.lock();
      for (auto& [name, family] : families_) {
        const bool is_called = family.descriptor().series_kind == SeriesKind::callback;
        if (is_called && is_wanted(name)) families.push_back(&family);
      }
    }
    std::map<const RecordedFamily*, std::vector<SeriesSnapshot>> series;
    for (RecordedFamily* family : families) series[family] = family->call();
    return series;
  }

  /// The metric that counts what went wrong, if anything did.
  void append_events(Event event, std::vector<FamilySnapshot>& families) const {
    const EventMetric& metric = metric_of(event);
    std::vector<SeriesSnapshot> series;
    for (const auto& [name, family] : families_) {
      const auto count = family.count_of(event);
      if (count > 0) series.push_back({{{"family", name}}, static_cast<double>(count)});
    }
    if (series.empty()) return;
    families.push_back({std::string(metric.name), std::string(metric.help), MetricType::counter,
                        std::move(series)});
  }

  RecordedCalls calls_;
  FamilyMap<RecordedFamily> families_;  ///< guarded by its lock
};

}  // namespace isometric::inline v1::detail
