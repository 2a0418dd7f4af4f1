#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/testing/detail/message_text.hpp>
#include <isometric/testing/detail/observed.hpp>
#include <isometric/testing/detail/refutation.hpp>
#include <isometric/testing/verdict.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isometric::inline v1 {
namespace testing {

/// What a bucket is expected to take, those below it not included. The last bucket's bound is
/// infinity.
struct ExpectedBucket {
  double upper_bound = 0;
  std::uint64_t count = 0;
};

}  // namespace testing

namespace detail {

/// `le=1 +2, le=+Inf +1`. Throws std::invalid_argument if a bucket is there twice.
template <class Bucket>
std::string buckets_text(const std::vector<Bucket>& expected) {
  std::string text;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const std::string bound = number_text(expected[i].upper_bound);
    for (std::size_t j = 0; j < i; ++j) {
      if (!is_equal(expected[i].upper_bound, expected[j].upper_bound)) continue;
      refuse_test(joined({"the bucket le=", bound, " is expected twice"}));
    }
    append(text, {i == 0 ? "le=" : ", le=", bound, " +", std::to_string(expected[i].count)});
  }
  return text;
}

template <class Bucket>
testing::Verdict look_at_expected(const SnapshotDelta& delta, const SeriesSelector& series,
                                  const std::vector<Bucket>& expected, std::string_view text,
                                  std::optional<std::int64_t> elsewhere) {
  return look_at_buckets(delta, series, text, [&](auto& observed) {
    for (auto& bucket : observed.buckets) bucket.wanted = elsewhere;
    for (const auto& bucket : expected) {
      observed.buckets[bucket_at(series, observed, bucket.upper_bound)].wanted =
          static_cast<std::int64_t>(bucket.count);
    }
    return observed.is_right();
  });
}

}  // namespace detail

namespace testing {

/// Whether there was exactly one observation, of this value, as far as can be told: by the bucket
/// that it is in and by the sum, up to rounding; of a summary, by the sum.
/// Throws std::invalid_argument if the value is not finite, as no observation is.
template <class = void>
[[nodiscard]] Verdict unique_sample(const SnapshotDelta& delta, const SeriesSelector& series,
                                    double value) {
  if (!detail::is_finite(value)) detail::refuse_test("UniqueSample takes a finite value");
  return detail::look_at_observed(
      delta, series,
      detail::joined({"to observe ", detail::number_text(value), " and nothing else"}),
      [&](auto& observed) {
        bool is_taken = false;
        for (auto& bucket : observed.buckets) {
          const bool takes = !is_taken && detail::is_at_most(value, bucket.upper_bound);
          bucket.wanted = takes ? 1 : 0;
          is_taken = is_taken || takes;
        }
        return observed.count == 1 && observed.is_right() &&
               detail::is_close(observed.sum_before, observed.sum_after, value);
      });
}

/// Whether these buckets took these numbers of observations, and no other bucket took any. Throws
/// std::invalid_argument if one of them is no bucket of the histogram, or is there twice.
template <class Bucket = ExpectedBucket>
[[nodiscard]] Verdict buckets_are(const SnapshotDelta& delta, const SeriesSelector& series,
                                  const std::vector<Bucket>& expected) {
  const std::string text =
      expected.empty()
          ? std::string("to observe nothing")
          : detail::joined({"to fill its buckets by ", detail::buckets_text(expected), " only"});
  return detail::look_at_expected(delta, series, expected, text, 0);
}

/// Whether these buckets took these numbers of observations, 0 included, whatever the others did.
/// Throws as `buckets_are` does.
template <class Bucket = ExpectedBucket>
[[nodiscard]] Verdict buckets_include(const SnapshotDelta& delta, const SeriesSelector& series,
                                      const std::vector<Bucket>& expected) {
  if (expected.empty()) detail::refuse_test("BucketsInclude takes one bucket or more");
  return detail::look_at_expected(
      delta, series, expected,
      detail::joined({"to fill its buckets by ", detail::buckets_text(expected)}), std::nullopt);
}

/// Whether a histogram or summary observed so many values.
template <class = void>
[[nodiscard]] Verdict count_is(const SnapshotDelta& delta, const SeriesSelector& series,
                               std::uint64_t count) {
  return detail::look_at_observed(
      delta, series,
      detail::joined({"to observe ", std::to_string(count), count == 1 ? " value" : " values"}),
      [&](const auto& observed) {
        return observed.count >= 0 && static_cast<std::uint64_t>(observed.count) == count;
      });
}

/// Whether what a histogram or summary observed adds up to `sum`, or no farther from it than
/// `tolerance`. Throws std::invalid_argument unless both are finite and the tolerance is 0 or more.
template <class = void>
[[nodiscard]] Verdict sum_within(const SnapshotDelta& delta, const SeriesSelector& series,
                                 double sum, double tolerance) {
  if (!detail::is_finite(sum) || !detail::is_increment(tolerance)) {
    detail::refuse_test("SumWithin takes a finite sum and a finite tolerance of 0 or more");
  }
  return detail::look_at_observed(delta, series,
                                  detail::joined({"to observe a sum of ", detail::number_text(sum),
                                                  " +- ", detail::number_text(tolerance)}),
                                  [&](const auto& observed) {
                                    return detail::is_at_most(
                                        std::abs(observed.sum_after - observed.sum_before - sum),
                                        tolerance);
                                  });
}

/// Whether something was observed, and only above `low` and up to `high`, as far as buckets tell.
/// `low` may be -infinity. Throws std::invalid_argument, naming the bounds, unless both are bucket
/// bounds, and if `low` is not below `high`.
template <class = void>
[[nodiscard]] Verdict observed_between(const SnapshotDelta& delta, const SeriesSelector& series,
                                       double low, double high) {
  if (!detail::is_less(low, high))
    detail::refuse_test("ObservedBetween takes the lower bound first");
  return detail::look_at_buckets(
      delta, series,
      detail::joined({"to observe only above ", detail::number_text(low), " and up to ",
                      detail::number_text(high)}),
      [&](auto& observed) {
        const bool has_low = !detail::is_equal(low, -detail::infinity);
        const std::size_t begin =
            has_low ? detail::bucket_at(series, observed, low, " -Inf,") + 1 : 0;
        const std::size_t end = detail::bucket_at(series, observed, high) + 1;
        for (std::size_t i = 0; i < observed.buckets.size(); ++i) {
          if (i < begin || i >= end) observed.buckets[i].wanted = 0;
        }
        return observed.count > 0 && observed.is_right();
      });
}

}  // namespace testing
}  // namespace isometric::inline v1
