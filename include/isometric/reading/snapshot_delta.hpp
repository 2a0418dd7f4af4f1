#pragma once

#include <isometric/description/metric_type.hpp>
#include <isometric/reading/detail/change_text.hpp>
#include <isometric/reading/detail/series_in_two.hpp>
#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <ostream>
#include <utility>
#include <vector>

namespace isometric::inline v1 {

/// One series before and after.
struct SeriesChange {
  SeriesSelector series;
  MetricType type = MetricType::gauge;
  std::optional<SampleValue> before;  ///< empty if the series did not exist
  std::optional<SampleValue> after;   ///< empty if the series is gone

  /// True if a value changed, if the series went, or if it came with a value other than 0: a series
  /// that is made in advance, at 0, has told nothing yet, but one that is gone breaks queries,
  /// whatever it was. Of a summary, count and sum tell: the estimates of its quantiles change by
  /// the mere passing of time.
  template <class = void>
  [[nodiscard]] bool is_changed() const {
    return detail::is_changed(seen());
  }

  /// By how much a counter or gauge rose, or a histogram's or summary's count. A series that does
  /// not exist counts as 0, so that the answer does not depend on what ran before.
  template <class = void>
  [[nodiscard]] double increase() const {
    return detail::increase(seen());
  }

  /// Prints `name{label="value"} 0 -> 1 (+1)`; of a histogram, the rise of its sum and the buckets
  /// that took something, or both samples if its buckets are others than before.
  template <class = void>
  friend std::ostream& operator<<(std::ostream& stream, const SeriesChange& change) {
    return stream << detail::change_text(change.series.family(), change.seen());
  }

 private:
  template <class = void>
  [[nodiscard]] detail::SeriesInTwo seen() const noexcept {
    return {nullptr, &series.labels(), before ? &*before : nullptr, after ? &*after : nullptr};
  }
};

/// What happened between two snapshots of one source: `after - before`. An immutable value. A
/// snapshot is one as well, of all that happened since there was nothing.
class SnapshotDelta {
 public:
  SnapshotDelta() = default;

  // All are templates, so that a file compiles what it uses; of the type of what they make, where
  // that is a parameter, a compiler looks nothing up before.

  template <class = void>
  SnapshotDelta(const Snapshot& after, const Snapshot& before)
      : seen_(new detail::TwoSnapshots<>(after, before)) {}

  // Implicit, so that what looks at differences also takes the snapshot of a fresh sink.
  template <class = void>
  SnapshotDelta(const Snapshot& since_nothing) : SnapshotDelta(since_nothing, Snapshot()) {}

  /// Every series that either snapshot has, sorted by family and labels.
  template <class Change = SeriesChange>
  [[nodiscard]] const std::vector<Change>& series() const;

  /// Those of them that changed.
  template <class Change = SeriesChange>
  [[nodiscard]] std::vector<Change> changes() const {
    std::vector<Change> changed;
    for (const auto& change : series<Change>()) {
      if (change.is_changed()) changed.push_back(change);
    }
    return changed;
  }

  /// The series, or null if neither snapshot has it.
  template <class Change = SeriesChange>
  [[nodiscard]] const Change* find(const SeriesSelector& selector) const {
    return detail::find_sorted(series<Change>(), [&selector](const Change& each) {
      return each.series < selector ? -1 : each.series == selector ? 0 : 1;
    });
  }

  /// Prints the changes, a line each.
  template <class = void>
  friend std::ostream& operator<<(std::ostream& stream, const SnapshotDelta& delta) {
    return stream << detail::changes_text(detail::seen_in(delta), "");
  }

 private:
  template <class>
  friend detail::SeenSeries detail::seen_in(const SnapshotDelta& delta);

  std::shared_ptr<const detail::TwoSnapshots<>> seen_;  ///< null: nothing
};

/// `after - before`.
template <class = void>
[[nodiscard]] SnapshotDelta operator-(const Snapshot& after, const Snapshot& before) {
  return {after, before};
}

template <class Change>
const std::vector<Change>& SnapshotDelta::series() const {
  static const std::vector<Change> none;
  if (!seen_) return none;
  const std::lock_guard lock(seen_->mutex);
  if (seen_->changes == nullptr) {
    auto changes = std::make_shared<std::vector<Change>>();
    for (const auto& series : seen_->series()) {
      Change change{{series.family->name, *series.labels}, series.family->type, {}, {}};
      if (series.before != nullptr) change.before = *series.before;
      if (series.after != nullptr) change.after = *series.after;
      changes->push_back(std::move(change));
    }
    seen_->changes = std::move(changes);
  }
  return *static_cast<const std::vector<Change>*>(seen_->changes.get());
}

namespace detail {

template <class>
SeenSeries seen_in(const SnapshotDelta& delta) {
  return delta.seen_ == nullptr ? SeenSeries() : delta.seen_->series();
}

}  // namespace detail

}  // namespace isometric::inline v1
