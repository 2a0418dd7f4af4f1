#pragma once

#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/sinks/detail/family/callback_registration.hpp>
#include <isometric/sinks/detail/family/callback_sum.hpp>
#include <isometric/sinks/detail/family/event_log.hpp>
#include <isometric/sinks/detail/series/owned_label_values.hpp>
#include <isometric/sinks/detail/series/series_reading.hpp>
#include <isometric/sinks/detail/series/series_store.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// The series of a family whose values are read from the program. Scrapes call the program's
/// functions without a lock of the store, so these may do what they like, scrape included. A
/// template, so that only who declares callbacks compiles it; not final, as RemovableStore is not.
template <class Function = std::function<double()>>
class CallbackStore : public SeriesStore {
  using Called = Callback<Function>;

 public:
  using Registration = CallbackRegistration<Called>;

  explicit CallbackStore(const Home& home) : home_(home) {}

  [[nodiscard]] bool is_empty() override {
    const std::lock_guard lock(mutex_);
    drop_ended();
    return callbacks_.empty();
  }

  virtual Registration add(OpenLabelValues values, std::size_t closed_index, Function function) {
    auto callback = std::make_shared<Called>(std::move(function));
    bool is_redirected = false;
    {
      const std::lock_guard lock(mutex_);
      drop_ended();
      auto series = find(values, closed_index);
      if (series == nullptr && !has_room()) {
        const std::vector<std::string_view> overflow(values.size(), overflow_value);
        is_redirected = true;
        series = find(overflow, closed_index);
        if (series == nullptr) series = make(overflow, closed_index);
      } else if (series == nullptr) {
        series = make(values, closed_index);
      }
      callbacks_.push_back({std::move(series), callback, is_redirected});
    }
    if (is_redirected) home_.log.count(home_.family, Event::lookup_redirected);
    return Registration(std::move(callback));
  }

  /// For values outside of a closed label's set: never called.
  virtual Registration reject() {
    home_.log.count(home_.family, Event::label_value_rejected);
    return {};
  }

  void read(SeriesReading& reading) override {
    std::vector<Entry> present;
    {
      const std::lock_guard lock(mutex_);
      drop_ended();
      present = callbacks_;
    }
    sort_stably(present, [&](const Entry& a, const Entry& b) {
      return home_.layout.is_before(a.series->open_values.views().data(), a.series->closed_index,
                                    b.series->open_values.views().data(), b.series->closed_index);
    });
    for (auto entry = present.begin(); entry != present.end();) {
      const Series& series = *entry->series;
      CallbackSum sum(home_.descriptor.type);
      for (; entry != present.end() && entry->series.get() == &series; ++entry) {
        sum.add(*entry->callback);
      }
      if (sum.has_failed()) home_.log.count(home_.family, Event::callback_failed);
      if (sum.has_value()) {
        reading.show_value(sum.value(), series.open_values.views().data(), series.closed_index);
      }
    }
  }

 private:
  struct Series {
    Series(OpenLabelValues values, std::size_t index) : open_values(values), closed_index(index) {}

    const OwnedLabelValues open_values;
    const std::size_t closed_index;
  };

  struct Entry {
    std::shared_ptr<const Series> series;  ///< one for all callbacks of a series
    std::shared_ptr<Called> callback;
    bool is_redirected;  ///< to the overflow series, for which there is always room
  };

  std::shared_ptr<const Series> find(OpenLabelValues values, std::size_t closed_index) const {
    const OwnedLabelValues valid(values);
    for (const auto& [series, callback, is_redirected] : callbacks_) {
      if (series->closed_index == closed_index && series->open_values.equal(valid.views())) {
        return series;
      }
    }
    return nullptr;
  }

  std::shared_ptr<const Series> make(OpenLabelValues values, std::size_t closed_index) const {
    return std::make_shared<const Series>(values, closed_index);
  }

  [[nodiscard]] bool has_room() const {
    // Each function counts as a series: those that share one are few.
    if (home_.layout.open_count() == 0) return true;
    std::size_t count = 0;
    for (const Entry& entry : callbacks_) count += entry.is_redirected ? 0 : 1;
    return count < home_.max_series;
  }

  /// Only frees memory: a function goes with the end of its registration, or with its last call.
  void drop_ended() {
    std::erase_if(callbacks_, [](const Entry& entry) { return entry.callback->has_ended(); });
  }

  const Home home_;
  std::mutex mutex_;  ///< guards callbacks_; not held while a function is called
  std::vector<Entry> callbacks_;
};

}  // namespace isometric::inline v1::detail
