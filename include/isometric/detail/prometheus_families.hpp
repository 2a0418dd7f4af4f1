#pragma once

#include <isometric/detail/escape.hpp>
#include <isometric/detail/valid_text.hpp>
#include <isometric/metric_type.hpp>

#include <prometheus/client_metric.h>
#include <prometheus/metric_family.h>
#include <prometheus/metric_type.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <string>
#include <utility>
#include <vector>

// What any code's families need before they are printed or compared.
namespace isometric {
inline namespace v1 {
namespace detail {

inline bool labels_less(const prometheus::ClientMetric& a, const prometheus::ClientMetric& b) {
  return std::ranges::lexicographical_compare(a.label, b.label, [](const auto& x, const auto& y) {
    return std::pair(std::string_view(x.name), std::string_view(x.value)) <
           std::pair(std::string_view(y.name), std::string_view(y.value));
  });
}

inline bool labels_equal(const prometheus::ClientMetric& a, const prometheus::ClientMetric& b) {
  return !labels_less(a, b) && !labels_less(b, a);
}

inline bool has_repeated_label(const prometheus::ClientMetric& metric,
                               prometheus::MetricType type) {
  for (std::size_t i = 0; i < metric.label.size(); ++i) {
    const auto& name = metric.label[i].name;
    // prometheus-cpp 1.0 lets users name the labels that the serializer adds by itself.
    if (type == prometheus::MetricType::Histogram && name == "le") return true;
    if (type == prometheus::MetricType::Summary && name == "quantile") return true;
    for (std::size_t j = 0; j < i; ++j) {
      if (metric.label[j].name == name) return true;
    }
  }
  return false;
}

/// prometheus-cpp adds +Inf to buckets that end in it already, and would print it twice.
inline void drop_repeated_infinity(std::vector<prometheus::ClientMetric::Bucket>& buckets) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  while (buckets.size() > 1 && buckets[buckets.size() - 2].upper_bound == infinity) {
    buckets.pop_back();
  }
}

/// Nor does it mind if a summary is told to estimate a quantile twice.
inline void drop_repeated_quantiles(std::vector<prometheus::ClientMetric::Quantile>& quantiles) {
  const auto is_same = [](double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
  };
  for (auto at = quantiles.begin(); at != quantiles.end();) {
    const bool is_repeated = std::any_of(quantiles.begin(), at, [&](const auto& earlier) {
      return is_same(earlier.quantile, at->quantile);
    });
    at = is_repeated ? quantiles.erase(at) : std::next(at);
  }
}

/// From version 1.1 on, prometheus-cpp has infos, to whose samples' names it appends _info, and to
/// that in the TYPE line nothing.
inline void name_after_its_samples(prometheus::MetricFamily& family) {
#if __has_include(<prometheus/info.h>)
  if (family.type != prometheus::MetricType::Info) return;
  family.name += "_info";
  family.type = prometheus::MetricType::Gauge;
  for (auto& metric : family.metric) metric.gauge.value = metric.info.value;
#else
  static_cast<void>(family);
#endif
}

/// Makes a family that other code registered fit to print: valid and escaped text, series in order.
/// Returns how many series it had to drop, because they repeat a label or another series.
inline std::size_t mend_family(prometheus::MetricFamily& family) {
  const std::size_t before = family.metric.size();
  family.help = mend_help(to_valid_text(family.help));
  std::erase_if(family.metric,
                [&](const auto& metric) { return has_repeated_label(metric, family.type); });
  for (auto& metric : family.metric) {
    for (auto& label : metric.label) label.value = to_valid_text(label.value);
    drop_repeated_infinity(metric.histogram.bucket);
    drop_repeated_quantiles(metric.summary.quantile);
  }
  name_after_its_samples(family);
  std::ranges::sort(family.metric, labels_less);
  family.metric.erase(std::unique(family.metric.begin(), family.metric.end(), labels_equal),
                      family.metric.end());
  return before - family.metric.size();
}

inline MetricType metric_type(prometheus::MetricType type) noexcept {
  switch (type) {
    case prometheus::MetricType::Counter: return MetricType::counter;
    case prometheus::MetricType::Histogram: return MetricType::histogram;
    case prometheus::MetricType::Summary: return MetricType::summary;
    case prometheus::MetricType::Gauge: return MetricType::gauge;
    case prometheus::MetricType::Untyped: return MetricType::unknown;
    default: return MetricType::info;  // by name it exists from prometheus-cpp 1.1 on
  }
}

}  // namespace detail
}  // namespace v1
}  // namespace isometric
