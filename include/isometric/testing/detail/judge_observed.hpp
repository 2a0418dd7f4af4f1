#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/testing/detail/change_refutation.hpp>
#include <isometric/testing/detail/histogram_text.hpp>
#include <isometric/testing/detail/observed.hpp>
#include <isometric/testing/detail/refuse_test.hpp>
#include <isometric/testing/verdict.hpp>

#include <algorithm>
#include <cstddef>
#include <sstream>
#include <string>
#include <string_view>
#include <variant>

namespace isometric::inline v1::testing::internal {

/// Why nothing can be said about what the series observed.
inline std::string_view why_unobserved(const SeriesChange& change) {
  return change.after && std::holds_alternative<double>(*change.after)
             ? " it is no histogram"
             : " it is not what it was before";
}

/// Whether `judge` holds for what the series observed. The judge is shown the buckets and writes
/// what it wants of each. Throws std::invalid_argument if no family can have that name.
template <class Judge>
Verdict look_at_observed(const SnapshotDelta& delta, const SeriesSelector& series,
                         const std::string& expected, const Judge& judge) {
  require_family_name(series.family());
  const SeriesChange* change = delta.find(series);
  if (change == nullptr) return {false, detail::change_refutation(delta, series, expected)};
  const auto observed = detail::observed_in(*change);
  if (!observed) {
    return {false, detail::change_refutation(delta, series, expected, why_unobserved(*change))};
  }
  detail::WantedCounts wanted(observed->buckets.size());
  if (judge(*observed, wanted)) return {true, {}};
  return {false, detail::change_refutation(delta, series, expected, {},
                                           detail::histogram_text(observed->buckets, wanted))};
}

/// The same for what only histograms can tell.
template <class Judge>
Verdict look_at_buckets(const SnapshotDelta& delta, const SeriesSelector& series,
                        const std::string& expected, const Judge& judge) {
  require_family_name(series.family());
  const SeriesChange* change = delta.find(series);
  if (change != nullptr && change->after && std::holds_alternative<SummarySample>(*change->after)) {
    return {false, detail::change_refutation(delta, series, expected,
                                             " it is a summary, which has no buckets")};
  }
  return look_at_observed(delta, series, expected, judge);
}

inline bool are_as_wanted(const detail::Observed& observed, const detail::WantedCounts& wanted) {
  return std::ranges::equal(observed.buckets, wanted, [](const auto& bucket, const auto& count) {
    return !count || *count == bucket.count;
  });
}

/// The place of the bucket with this bound. Throws std::invalid_argument, naming the bounds, if
/// there is none: then the test asks what the histogram cannot tell.
inline std::size_t bucket_at(const SeriesSelector& series, const detail::Observed& observed,
                             double upper_bound, std::string_view lower_bounds = {}) {
  const auto found = std::ranges::find_if(observed.buckets, [&](const auto& bucket) {
    return detail::is_equal(bucket.upper_bound, upper_bound);
  });
  if (found != observed.buckets.end()) {
    return static_cast<std::size_t>(found - observed.buckets.begin());
  }
  std::ostringstream text;
  text << detail::number_text(upper_bound) << " is no bucket bound of " << series
       << "; its bounds are" << lower_bounds;
  const char* before = " ";
  for (const auto& bucket : observed.buckets) {
    text << before << detail::number_text(bucket.upper_bound);
    before = ", ";
  }
  refuse_test(text.str());
}

}  // namespace isometric::inline v1::testing::internal
