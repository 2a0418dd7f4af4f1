#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/detail/family/callback_registration.hpp>
#include <isometric/sinks/detail/family/callback_sum.hpp>
#include <isometric/sinks/detail/family/event_log.hpp>
#include <isometric/sinks/detail/recording/recorded_series.hpp>
#include <isometric/sinks/recorded_call.hpp>

#include <cstddef>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// The functions that give the values of a RecordingSink's callback family. Thread-safe.
class RecordedCallbacks {
 public:
  explicit RecordedCallbacks(FamilyRecord& family) noexcept : family_(family) {}
  RecordedCallbacks(const RecordedCallbacks&) = delete;
  RecordedCallbacks& operator=(const RecordedCallbacks&) = delete;

  /// The series that the function gives a value to.
  const SeriesSelector& add(OpenLabelValues values, std::size_t closed_index,
                            std::shared_ptr<Callback> callback) {
    auto selector = SeriesSelector::of(family_.descriptor, values, closed_index, true);
    const auto held = family_.recorder.lock();
    family_.recorder.reserve(1);
    auto& [series, callbacks] = *callbacks_.try_emplace(std::move(selector)).first;
    std::erase_if(callbacks, [](const auto& other) { return other->has_ended(); });
    callbacks.push_back(std::move(callback));
    family_.recorder.add(Operation::register_callback, series);
    return series;
  }

  void record_end(const SeriesSelector& series) noexcept {
    const auto held = family_.recorder.lock();
    family_.recorder.add(Operation::end_callback, series);
  }

  void record_rejection() {
    const auto held = family_.recorder.lock();
    family_.reject();
  }

  /// Calls the functions, and holds no lock meanwhile: they may do what they like.
  [[nodiscard]] std::vector<SeriesSnapshot> read() {
    auto held = family_.recorder.lock();
    const auto present = callbacks_;
    held.unlock();
    std::vector<SeriesSnapshot> series;
    for (const auto& [selector, callbacks] : present) {
      CallbackSum sum(family_.descriptor.type);
      for (const auto& callback : callbacks) sum.add(*callback);
      if (sum.has_failed()) {
        held.lock();
        family_.count(Event::callback_failed);
        held.unlock();
      }
      if (const auto value = sum.value()) series.push_back({selector.labels(), *value});
    }
    return series;
  }

 private:
  FamilyRecord& family_;
  /// Guarded by the recorder's lock.
  std::map<SeriesSelector, std::vector<std::shared_ptr<Callback>>> callbacks_;
};

}  // namespace isometric::inline v1::detail
