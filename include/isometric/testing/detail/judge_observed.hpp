#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/detail/series_in_two.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/testing/detail/change_refutation.hpp>
#include <isometric/testing/detail/histogram_text.hpp>
#include <isometric/testing/detail/observed.hpp>
#include <isometric/testing/detail/refuse_test.hpp>
#include <isometric/testing/verdict.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace isometric::inline v1::testing::internal {

/// Whether `judge` holds for what the series observed. The judge is shown the buckets and writes
/// what it wants of each. Throws std::invalid_argument if no family can have that name.
template <class Judge>
Verdict look_at_observed(const SnapshotDelta& delta, const SeriesSelector& series,
                         std::string_view expected, const Judge& judge) {
  require_family_name(series.family());
  const detail::SeriesInTwo* change = detail::find_in(detail::seen_in(delta), series);
  if (change == nullptr) return {false, detail::change_refutation(delta, series, expected)};
  const auto observed = detail::observed_in(*change);
  if (!observed) {
    const bool is_number = change->after != nullptr && change->after->number() != nullptr;
    return {false, detail::change_refutation(
                       delta, series, expected,
                       is_number ? " it is no histogram" : " it is not what it was before")};
  }
  detail::WantedCounts wanted(observed->buckets.size());
  if (judge(*observed, wanted)) return {true, {}};
  return {false, detail::change_refutation(delta, series, expected, {},
                                           detail::histogram_text(observed->buckets, wanted))};
}

/// The same for what only histograms can tell.
template <class Judge>
Verdict look_at_buckets(const SnapshotDelta& delta, const SeriesSelector& series,
                        std::string_view expected, const Judge& judge) {
  require_family_name(series.family());
  const detail::SeriesInTwo* change = detail::find_in(detail::seen_in(delta), series);
  if (change != nullptr && change->after != nullptr && change->after->summary() != nullptr) {
    return {false, detail::change_refutation(delta, series, expected,
                                             " it is a summary, which has no buckets")};
  }
  return look_at_observed(delta, series, expected, judge);
}

template <class = void>
bool are_as_wanted(const detail::Observed& observed, const detail::WantedCounts& wanted) {
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] && *wanted[i] != observed.buckets[i].count) return false;
  }
  return true;
}

/// The place of the bucket with this bound. Throws std::invalid_argument, naming the bounds, if
/// there is none: then the test asks what the histogram cannot tell.
template <class = void>
std::size_t bucket_at(const SeriesSelector& series, const detail::Observed& observed,
                      double upper_bound, std::string_view lower_bounds = {}) {
  const auto& buckets = observed.buckets;
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    if (detail::is_equal(buckets[i].upper_bound, upper_bound)) return i;
  }
  std::string text = detail::joined({detail::number_text(upper_bound), " is no bucket bound of ",
                                     detail::series_text(series.family(), series.labels()),
                                     "; its bounds are", lower_bounds});
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    detail::append(text, {i == 0 ? " " : ", ", detail::number_text(buckets[i].upper_bound)});
  }
  refuse_test(text);
}

}  // namespace isometric::inline v1::testing::internal
