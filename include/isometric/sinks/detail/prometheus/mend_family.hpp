#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/detail/escape.hpp>
#include <isometric/description/detail/name_rules.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/reading/detail/valid_text.hpp>

#include <prometheus/client_metric.h>
#include <prometheus/metric_family.h>
#include <prometheus/metric_type.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

// What any code's families need before they are printed or compared.
namespace isometric::inline v1::detail {

inline bool labels_less(const prometheus::ClientMetric& a, const prometheus::ClientMetric& b) {
  return std::ranges::lexicographical_compare(a.label, b.label, [](const auto& x, const auto& y) {
    return std::pair(std::string_view(x.name), std::string_view(x.value)) <
           std::pair(std::string_view(y.name), std::string_view(y.value));
  });
}

/// What tells a series from others, in whatever order its labels are: those that are not empty,
/// since to Prometheus an empty label is none. Refers to the metric.
using SeriesKey = std::vector<std::pair<std::string_view, std::string_view>>;

inline SeriesKey series_key(const prometheus::ClientMetric& metric) {
  SeriesKey key;
  key.reserve(metric.label.size());
  for (const auto& label : metric.label) {
    if (!label.value.empty()) key.emplace_back(label.name, label.value);
  }
  std::ranges::sort(key);
  return key;
}

/// Whether all have the label names of `first`, in that order, and no label is empty. If so,
/// labels_less() tells series apart, which costs less than keys.
inline bool are_uniform(const std::vector<prometheus::ClientMetric>& metrics,
                        const prometheus::ClientMetric& first) {
  return std::ranges::all_of(metrics, [&](const prometheus::ClientMetric& metric) {
    return std::ranges::equal(metric.label, first.label, [](const auto& a, const auto& b) {
      return a.name == b.name && !a.value.empty();
    });
  });
}

/// Of series that are one to Prometheus, keeps the first. They must be sorted.
inline void drop_repeated_series(std::vector<prometheus::ClientMetric>& metrics) {
  if (metrics.empty()) return;
  if (are_uniform(metrics, metrics.front())) {
    const auto are_equal = [](const auto& a, const auto& b) { return !labels_less(a, b); };
    metrics.erase(std::unique(metrics.begin(), metrics.end(), are_equal), metrics.end());
    return;
  }
  std::set<SeriesKey> seen;
  std::vector<bool> is_first;
  for (const auto& metric : metrics) is_first.push_back(seen.insert(series_key(metric)).second);
  // Only now, for what moves a metric takes its labels away from its key.
  std::size_t kept = 0;
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    if (!is_first[i]) continue;
    if (kept != i) metrics[kept] = std::move(metrics[i]);
    ++kept;
  }
  metrics.resize(kept);
}

/// Those of `metrics` that are not in `known`; both must be sorted.
inline std::vector<prometheus::ClientMetric> series_beyond(
    const std::vector<prometheus::ClientMetric>& known,
    const std::vector<prometheus::ClientMetric>& metrics) {
  std::vector<prometheus::ClientMetric> beyond;
  if (metrics.empty()) return beyond;
  if (are_uniform(metrics, metrics.front()) && are_uniform(known, metrics.front())) {
    std::ranges::set_difference(metrics, known, std::back_inserter(beyond), labels_less);
    return beyond;
  }
  std::set<SeriesKey> keys;
  for (const auto& metric : known) keys.insert(series_key(metric));
  std::ranges::copy_if(metrics, std::back_inserter(beyond),
                       [&](const auto& metric) { return !keys.contains(series_key(metric)); });
  return beyond;
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

inline bool has_good_labels(const prometheus::ClientMetric& metric) {
  return std::ranges::all_of(metric.label, [](const auto& label) {
    return label.name != "__name__" && is_identifier(label.name, false);
  });
}

/// Bounds that rise, NaN none of them, and counts that do not fall, up to that of all.
inline bool has_good_buckets(const prometheus::ClientMetric::Histogram& histogram) {
  const auto& buckets = histogram.bucket;
  const auto is_out_of_order = [](const auto& a, const auto& b) {
    return !is_less(a.upper_bound, b.upper_bound) || a.cumulative_count > b.cumulative_count;
  };
  if (std::ranges::adjacent_find(buckets, is_out_of_order) != buckets.end()) return false;
  return buckets.empty() || (!is_nan(buckets.front().upper_bound) &&
                             buckets.back().cumulative_count <= histogram.sample_count);
}

inline bool has_good_quantiles(const prometheus::ClientMetric::Summary& summary) {
  return std::ranges::none_of(summary.quantile,
                              [](const auto& quantile) { return is_nan(quantile.quantile); });
}

/// Whether a page can show the series; a collectable of other code may yield anything.
inline bool is_printable(const prometheus::ClientMetric& metric, prometheus::MetricType type) {
  return has_good_labels(metric) && !has_repeated_label(metric, type) &&
         has_good_buckets(metric.histogram) && has_good_quantiles(metric.summary);
}

/// prometheus-cpp adds +Inf to buckets that end in it already, and would print it twice. What +Inf
/// counts is the count of all.
inline void mend_infinity(prometheus::ClientMetric::Histogram& histogram) {
  auto& buckets = histogram.bucket;
  while (buckets.size() > 1 && is_equal(buckets[buckets.size() - 2].upper_bound, infinity)) {
    buckets.pop_back();
  }
  if (!buckets.empty() && is_equal(buckets.back().upper_bound, infinity)) {
    histogram.sample_count = buckets.back().cumulative_count;
  }
}

/// Nor does it mind if a summary is told to estimate a quantile twice.
inline void drop_repeated_quantiles(std::vector<prometheus::ClientMetric::Quantile>& quantiles) {
  for (auto at = quantiles.begin(); at != quantiles.end();) {
    const bool is_repeated = std::any_of(quantiles.begin(), at, [&](const auto& earlier) {
      return is_equal(earlier.quantile, at->quantile);
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
/// Returns how many series it had to drop, because no page can show them or because they repeat
/// another one.
inline std::size_t mend_family(prometheus::MetricFamily& family) {
  const std::size_t before = family.metric.size();
  family.help = mend_help(to_valid_text(family.help));
  for (auto& metric : family.metric) mend_infinity(metric.histogram);
  std::erase_if(family.metric,
                [&](const auto& metric) { return !is_printable(metric, family.type); });
  for (auto& metric : family.metric) {
    for (auto& label : metric.label) label.value = to_valid_text(label.value);
    drop_repeated_quantiles(metric.summary.quantile);
  }
  name_after_its_samples(family);
  sort_stably(family.metric, labels_less);
  drop_repeated_series(family.metric);
  return before - family.metric.size();
}

inline MetricType metric_type(prometheus::MetricType type) noexcept {
  using Theirs = prometheus::MetricType;
  if (type == Theirs::Counter) return MetricType::counter;
  if (type == Theirs::Histogram) return MetricType::histogram;
  if (type == Theirs::Summary) return MetricType::summary;
  if (type == Theirs::Gauge) return MetricType::gauge;
  if (type == Theirs::Untyped) return MetricType::unknown;
  return MetricType::info;  // by name it exists from prometheus-cpp 1.1 on
}

}  // namespace isometric::inline v1::detail
