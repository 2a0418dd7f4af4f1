#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/detail/number_text.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/sample.hpp>

#include <string>
#include <variant>

namespace isometric::inline v1::detail {

/// A difference: with its sign, `+0` for none.
inline std::string signed_text(double value) {
  if (is_equal(value, 0)) return "+0";
  const std::string text = number_text(value);
  return is_less(0, value) && text.front() != '+' ? '+' + text : text;
}

inline std::string sample_text(double value) {
  return number_text(value);
}

/// `count 3 sum 0.7 le=0.1:1 le=1:3 le=+Inf:3`
inline std::string sample_text(const HistogramSample& histogram) {
  std::string text =
      "count " + std::to_string(histogram.count) + " sum " + number_text(histogram.sum);
  for (const auto& bucket : histogram.buckets) {
    text +=
        " le=" + number_text(bucket.upper_bound) + ':' + std::to_string(bucket.cumulative_count);
  }
  return text;
}

inline std::string sample_text(const SummarySample& summary) {
  std::string text = "count " + std::to_string(summary.count) + " sum " + number_text(summary.sum);
  for (const auto& quantile : summary.quantiles) {
    text += " quantile=" + number_text(quantile.quantile) + ':' + number_text(quantile.value);
  }
  return text;
}

inline std::string sample_text(const SampleValue& value) {
  return std::visit([](const auto& sample) { return sample_text(sample); }, value);
}

}  // namespace isometric::inline v1::detail
