#pragma once

#include <isometric/reading/detail/series_in_two.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/sample.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace isometric::inline v1::detail {

/// What one bucket took, buckets below it not included. Less than 0 if observations disappeared.
struct ObservedBucket {
  double upper_bound = 0;
  std::int64_t count = 0;
};

/// What a histogram or summary observed between two snapshots.
struct Observed {
  std::int64_t count = 0;
  double sum_before = 0;
  double sum_after = 0;
  std::vector<ObservedBucket> buckets;  ///< of a summary none
};

template <class = void>
std::vector<ObservedBucket> observed_buckets(const HistogramSample& after,
                                             const HistogramSample& before) {
  std::vector<ObservedBucket> buckets;
  std::int64_t below = 0;
  for (std::size_t i = 0; i < after.buckets.size(); ++i) {
    const auto& bucket = after.buckets[i];
    const std::int64_t cumulative =
        count_difference(bucket.cumulative_count, before.buckets[i].cumulative_count);
    buckets.push_back({bucket.upper_bound, cumulative - below});
    below = cumulative;
  }
  return buckets;
}

/// Of a series that began between the snapshots, or was there all the time with the same buckets;
/// else, and of a counter or gauge, nothing.
template <class = void>
std::optional<Observed> observed_in(const SeriesInTwo& change) {
  if (change.after == nullptr || change.after->number() != nullptr) return std::nullopt;
  const HistogramSample* after = change.after->histogram();
  HistogramSample nothing;
  const HistogramSample* before = &nothing;
  Observed observed;
  if (change.before != nullptr) {
    before = change.before->histogram();
    const bool is_other = after != nullptr ? before == nullptr || !have_same_bounds(*after, *before)
                                           : change.before->summary() == nullptr;
    if (is_other) return std::nullopt;
    observed.sum_before = after != nullptr ? before->sum : change.before->summary()->sum;
  } else if (after != nullptr) {
    for (const auto& bucket : after->buckets) nothing.buckets.push_back({bucket.upper_bound, 0});
  }
  observed.count =
      count_difference(observation_count(change.after), observation_count(change.before));
  observed.sum_after = after != nullptr ? after->sum : change.after->summary()->sum;
  if (after != nullptr) observed.buckets = observed_buckets(*after, *before);
  return observed;
}

}  // namespace isometric::inline v1::detail
