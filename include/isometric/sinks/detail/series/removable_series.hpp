#pragma once

#include <isometric/sinks/detail/family/event_log.hpp>
#include <isometric/sinks/detail/prometheus/metric_of_no_series.hpp>
#include <isometric/sinks/detail/series/owned_label_values.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

// One series that its family can give up while others hold on to it, and its handles.
namespace isometric::inline v1::detail {

/// The way from a series to its family, cut when the family goes: a handle may be the last to go.
/// A template, as is all here, so that only who declares removable families compiles it.
template <class Log>
class FamilyLink {
 public:
  /// Deletes a series of the family. The function is that of the module that made it: another one
  /// may have cells of its own.
  using Delete = void (*)(void* series) noexcept;

  /// With no family it is cut from the beginning.
  FamilyLink(FamilyEntry* family, Log* log, Delete delete_one) noexcept
      : delete_series(delete_one), family_(family), log_(log) {}

  const Delete delete_series;

  void count(Event event) noexcept {
    std::shared_ptr<const void> held;  // let go of after the lock: it may be the last
    const std::lock_guard lock(mutex_);
    if (family_ == nullptr) return;
    // The ledger of an adopted registry may be kept when the registry has gone.
    held = log_->hold();
    if (held != nullptr) log_->count(*family_, event);
  }

  void cut() noexcept {
    const std::lock_guard lock(mutex_);
    family_ = nullptr;
  }

 private:
  std::mutex mutex_;  ///< guards family_, and keeps the family there while it counts
  FamilyEntry* family_;
  Log* log_;
};

/// A series, counting who refers to it: its store while it is in a scrape, and its handles. Its
/// metric comes behind it, in a SeriesWithMetric.
template <class Log>
struct BasicRemovableSeries {
  using Link = FamilyLink<Log>;

  BasicRemovableSeries(std::shared_ptr<Link> link_to_family,
                       std::shared_ptr<const OwnedLabelValues> values, std::size_t index) noexcept
      : link(std::move(link_to_family)), open_values(std::move(values)), closed_index(index) {}

  std::atomic<std::size_t> references = 0;
  std::size_t owners = 0;  ///< guarded by the store's mutex
  const std::shared_ptr<Link> link;
  const std::shared_ptr<const OwnedLabelValues> open_values;
  const std::size_t closed_index;
  /// Which of its store's removals was its own; 0: none.
  std::atomic<std::uint64_t> removal = 0;
  /// Its labels as a page shows them, once one has. For its store's scrapes, one at a time.
  std::string page_text;

  /// Has the processor fetch what a page reads.
  void prefetch() const noexcept {
    __builtin_prefetch(&open_values);
    __builtin_prefetch(this + 1);
  }
};
using RemovableSeries = BasicRemovableSeries<EventLog>;

template <class Metric, class Series = RemovableSeries>
struct SeriesWithMetric : Series {
  template <class... Arguments>
  SeriesWithMetric(std::shared_ptr<typename Series::Link> link_to_family,
                   std::shared_ptr<const OwnedLabelValues> values, std::size_t index,
                   const Arguments&... arguments)
      : Series(std::move(link_to_family), std::move(values), index), metric(arguments...) {}

  Metric metric;
};

/// One reference to a series; may be null.
template <class Series>
class SeriesReference {
 public:
  SeriesReference() noexcept = default;
  explicit SeriesReference(Series* series) noexcept : series_(series) { add(); }
  SeriesReference(const SeriesReference& other) noexcept : series_(other.series_) { add(); }
  SeriesReference(SeriesReference&& other) noexcept
      : series_(std::exchange(other.series_, nullptr)) {}
  SeriesReference& operator=(SeriesReference other) noexcept {
    std::swap(series_, other.series_);
    return *this;
  }
  ~SeriesReference() {
    // acq_rel: whoever deletes the series sees all that others did to it before they let go.
    if (series_ != nullptr && series_->references.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      series_->link->delete_series(series_);
    }
  }

  Series* get() const noexcept { return series_; }
  Series* operator->() const noexcept { return series_; }
  Series& operator*() const noexcept { return *series_; }
  explicit operator bool() const noexcept { return series_ != nullptr; }

 private:
  void add() noexcept {
    // relaxed: whoever copies a reference has one, so the series cannot go meanwhile.
    if (series_ != nullptr) series_->references.fetch_add(1, std::memory_order_relaxed);
  }

  Series* series_ = nullptr;
};

/// The series of all empty handles, which has no family; see metric_of_no_series(). Not made under
/// a static's guard: cells wait for the loader, under whose lock an initialiser may come here.
template <class Metric>
SeriesWithMetric<Metric>& no_series() {
  using Series = SeriesWithMetric<Metric>;
  static constinit std::atomic<Series*> known{nullptr};
  // acquire, here and below: sees the series that another thread finished before it published it.
  if (Series* const series = known.load(std::memory_order_acquire)) return *series;
  Series* const made = with_least_arguments<Metric>(
      [](const auto&... arguments) { return new Series(nullptr, nullptr, 0, arguments...); });
  made->references.store(1, std::memory_order_relaxed);  // nobody has it yet; it never goes
  Series* first = nullptr;
  if (known.compare_exchange_strong(first, made, std::memory_order_acq_rel)) return *made;
  delete made;
  return *first;
}

/// What instruments are handed: one word. An update is the backend's, as through a plain handle.
template <class Metric, class Series = RemovableSeries>
class RemovableHandle {
  using Reference = SeriesReference<Series>;

 public:
  RemovableHandle() : series_(&no_series<Metric>()) {}
  /// Of a series of a store whose metrics are of this class.
  explicit RemovableHandle(Reference series) noexcept : series_(std::move(series)) {}

  void refuse() const noexcept {
    if (!is_empty()) series_->link->count(Event::update_refused);
  }

  [[nodiscard]] bool is_empty() const noexcept { return series_->link == nullptr; }

  [[nodiscard]] const Reference& reference() const noexcept { return series_; }

 protected:
  [[nodiscard]] Metric& metric() const noexcept {
    return static_cast<SeriesWithMetric<Metric, Series>&>(*series_).metric;
  }

 private:
  Reference series_;
};

}  // namespace isometric::inline v1::detail
