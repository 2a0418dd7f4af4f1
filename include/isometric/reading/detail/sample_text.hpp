#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/detail/number_text.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/sample.hpp>

#include <cstddef>
#include <string>

namespace isometric::inline v1::detail {

/// A difference: with its sign, `+0` for none.
template <class = void>
std::string signed_text(double value) {
  if (is_equal(value, 0)) return "+0";
  std::string text = number_text(value);
  if (is_less(0, value) && text[0] != '+') text.insert(0, 1, '+');
  return text;
}

/// `count 3 sum 0.7 le=0.1:1 le=1:3 le=+Inf:3`, or a number.
template <class = void>
std::string sample_text(const SampleValue& value) {
  if (const double* number = value.number()) return number_text(*number);
  const HistogramSample* histogram = value.histogram();
  const SummarySample* summary = value.summary();
  std::string text =
      joined({"count ", std::to_string(histogram != nullptr ? histogram->count : summary->count),
              " sum ", number_text(histogram != nullptr ? histogram->sum : summary->sum)});
  for (std::size_t i = 0; histogram != nullptr && i < histogram->buckets.size(); ++i) {
    const BucketSample& bucket = histogram->buckets[i];
    append(text,
           {" le=", number_text(bucket.upper_bound), ":", std::to_string(bucket.cumulative_count)});
  }
  for (std::size_t i = 0; summary != nullptr && i < summary->quantiles.size(); ++i) {
    const QuantileSample& quantile = summary->quantiles[i];
    append(text, {" quantile=", number_text(quantile.quantile), ":", number_text(quantile.value)});
  }
  return text;
}

}  // namespace isometric::inline v1::detail
