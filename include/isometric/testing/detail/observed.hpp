#pragma once

#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/reading/snapshot_delta.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <variant>
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

inline std::vector<ObservedBucket> observed_buckets(const HistogramSample& after,
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

/// A histogram or summary that has observed nothing yet.
inline HistogramSample nothing_observed(const HistogramSample& like) {
  HistogramSample nothing = like;
  nothing.count = 0;
  nothing.sum = 0;
  for (auto& bucket : nothing.buckets) bucket.cumulative_count = 0;
  return nothing;
}
inline SummarySample nothing_observed(const SummarySample&) {
  return {};
}

/// Of a series that began between the snapshots, or was there all the time with the same buckets;
/// else, and of a counter or gauge, nothing.
template <class Sample>
std::optional<Observed> observed_as(const SeriesChange& change) {
  const Sample* const after = change.after ? std::get_if<Sample>(&*change.after) : nullptr;
  if (after == nullptr) return std::nullopt;
  const SampleValue begin = change.before ? *change.before : nothing_observed(*after);
  const Sample* const before = std::get_if<Sample>(&begin);
  if (before == nullptr) return std::nullopt;
  Observed observed{count_difference(after->count, before->count), before->sum, after->sum, {}};
  if constexpr (std::is_same_v<Sample, HistogramSample>) {
    if (!have_same_bounds(*after, *before)) return std::nullopt;
    observed.buckets = observed_buckets(*after, *before);
  }
  return observed;
}

inline std::optional<Observed> observed_in(const SeriesChange& change) {
  auto observed = observed_as<HistogramSample>(change);
  return observed ? observed : observed_as<SummarySample>(change);
}

}  // namespace isometric::inline v1::detail
