#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/detail/series_in_two.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/testing/detail/message_text.hpp>
#include <isometric/testing/detail/refutation.hpp>
#include <isometric/testing/verdict.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What a histogram or summary observed between two snapshots, judged and drawn.
namespace isometric::inline v1::detail {

/// What one bucket took, buckets below it not included.
struct ObservedBucket {
  double upper_bound = 0;
  std::int64_t count = 0;                   ///< less than 0 if observations disappeared
  std::optional<std::int64_t> wanted = {};  ///< by a check; nothing where any count will do

  [[nodiscard]] bool is_right() const noexcept { return !wanted || *wanted == count; }
};

template <class Bucket = ObservedBucket>
struct Observed {
  std::int64_t count = 0;
  double sum_before = 0;
  double sum_after = 0;
  std::vector<Bucket> buckets;  ///< of a summary none

  [[nodiscard]] bool is_right() const noexcept {
    for (const auto& bucket : buckets) {
      if (!bucket.is_right()) return false;
    }
    return true;
  }
};

template <class Bucket>
std::vector<Bucket> observed_buckets(const HistogramSample& after, const HistogramSample* before) {
  std::vector<Bucket> buckets;
  std::int64_t below = 0;
  for (std::size_t i = 0; i < after.buckets.size(); ++i) {
    const auto& bucket = after.buckets[i];
    const std::int64_t cumulative = count_difference(
        bucket.cumulative_count, before == nullptr ? 0 : before->buckets[i].cumulative_count);
    buckets.push_back({bucket.upper_bound, cumulative - below});
    below = cumulative;
  }
  return buckets;
}

/// Of a series that began between the snapshots, or was there all the time with the same buckets;
/// else, and of a counter or gauge, nothing.
template <class Bucket = ObservedBucket>
std::optional<Observed<Bucket>> observed_in(const SeriesInTwo& change) {
  if (change.after == nullptr || change.after->number() != nullptr) return std::nullopt;
  const HistogramSample* after = change.after->histogram();
  const HistogramSample* before = nullptr;
  Observed<Bucket> observed;
  if (change.before != nullptr) {
    before = change.before->histogram();
    const bool is_other = after != nullptr ? before == nullptr || !have_same_bounds(*after, *before)
                                           : change.before->summary() == nullptr;
    if (is_other) return std::nullopt;
    observed.sum_before = after != nullptr ? before->sum : change.before->summary()->sum;
  }
  observed.count =
      count_difference(observation_count(change.after), observation_count(change.before));
  observed.sum_after = after != nullptr ? after->sum : change.after->summary()->sum;
  if (after != nullptr) observed.buckets = observed_buckets<Bucket>(*after, before);
  return observed;
}

/// Draws what each bucket took, a line each below what was printed so far: its bound, a bar, the
/// count, and what was wanted if that is something else. Where three or more buckets in a row are
/// empty, and may be, there is one line of dots.
///
///     le=0.1  ######  6
///     le=0.5          0, expected 1
///     ...
///     le=+Inf #       1
template <class Bucket = ObservedBucket>
std::string histogram_text(const std::vector<Bucket>& buckets) {
  constexpr double widest = 40;
  constexpr std::size_t shortest_gap = 3;
  double most = 0;
  std::size_t label_width = 0;
  const auto label = [](const Bucket& bucket) {
    return joined({"le=", number_text(bucket.upper_bound)});
  };
  for (const auto& bucket : buckets) {
    if (const auto count = static_cast<double>(bucket.count); count > most) most = count;
    if (const std::size_t width = label(bucket).size(); width > label_width) label_width = width;
  }
  // One mark an observation while they fit; else the longest bar is as wide as can be.
  const auto bar_width = [&](std::int64_t count) -> std::size_t {
    if (count <= 0) return 0;
    const double scaled = static_cast<double>(count) * (most > widest ? widest / most : 1);
    return scaled < 1 ? 1 : static_cast<std::size_t>(std::round(scaled));
  };
  const std::size_t bars_width = static_cast<std::size_t>(most < widest ? most : widest);
  const auto end_of_gap = [&](std::size_t i) {
    while (i < buckets.size() && buckets[i].count == 0 && buckets[i].is_right()) ++i;
    return i;
  };

  std::string text;
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    if (const std::size_t end = end_of_gap(i); end - i >= shortest_gap) {
      text += "\n  ...";
      i = end - 1;
      continue;
    }
    std::string line = label(buckets[i]);
    line.resize(label_width + 1, ' ');
    line.append(bar_width(buckets[i].count), '#');
    line.resize(label_width + 1 + bars_width, ' ');
    append(line, {" ", std::to_string(buckets[i].count)});
    if (!buckets[i].is_right()) append(line, {", expected ", std::to_string(*buckets[i].wanted)});
    append(text, {"\n  ", line});
  }
  return text;
}

/// Whether `judge` holds for what the series observed. The judge writes down what it wants of each
/// bucket. Throws std::invalid_argument if no family can have that name.
template <class Judge, class Bucket = ObservedBucket>
testing::Verdict look_at_observed(const SnapshotDelta& delta, const SeriesSelector& series,
                                  std::string_view expected, const Judge& judge) {
  require_family_name(series.family());
  const SeriesInTwo* change = find_in(seen_in(delta), series);
  if (change == nullptr) return {false, change_refutation(delta, series, expected)};
  auto observed = observed_in<Bucket>(*change);
  if (!observed) {
    const bool is_number = change->after != nullptr && change->after->number() != nullptr;
    return {false,
            change_refutation(delta, series, expected,
                              is_number ? " it is no histogram" : " it is not what it was before")};
  }
  if (judge(*observed)) return {true, {}};
  return {false, change_refutation(delta, series, expected, {}, histogram_text(observed->buckets))};
}

/// The same for what only histograms can tell.
template <class Judge>
testing::Verdict look_at_buckets(const SnapshotDelta& delta, const SeriesSelector& series,
                                 std::string_view expected, const Judge& judge) {
  require_family_name(series.family());
  const SeriesInTwo* change = find_in(seen_in(delta), series);
  if (change != nullptr && change->after != nullptr && change->after->summary() != nullptr) {
    return {false,
            change_refutation(delta, series, expected, " it is a summary, which has no buckets")};
  }
  return look_at_observed(delta, series, expected, judge);
}

/// The place of the bucket with this bound. Throws std::invalid_argument, naming the bounds, if
/// there is none: then the test asks what the histogram cannot tell.
template <class Bucket>
std::size_t bucket_at(const SeriesSelector& series, const Observed<Bucket>& observed,
                      double upper_bound, std::string_view lower_bounds = {}) {
  const auto& buckets = observed.buckets;
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    if (is_equal(buckets[i].upper_bound, upper_bound)) return i;
  }
  std::string text =
      joined({number_text(upper_bound), " is no bucket bound of ",
              series_text(series.family(), series.labels()), "; its bounds are", lower_bounds});
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    append(text, {i == 0 ? " " : ", ", number_text(buckets[i].upper_bound)});
  }
  refuse_test(text);
}

}  // namespace isometric::inline v1::detail
