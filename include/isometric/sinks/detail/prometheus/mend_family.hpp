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

#include <cstddef>
#include <utility>
#include <vector>

// What any code's families need before they are printed or compared. Templates, of prometheus-cpp's
// metrics and families, so that only who reads a registry compiles them.
namespace isometric::inline v1::detail {

/// Below 0 if the first label comes before the other, 0 if they are equal.
template <class Label>
int label_order(const Label& a, const Label& b) {
  const int by_name = a.name.compare(b.name);
  return by_name != 0 ? by_name : a.value.compare(b.value);
}

struct LabelsLess {
  template <class Metric>
  bool operator()(const Metric& a, const Metric& b) const {
    for (std::size_t i = 0; i < a.label.size() && i < b.label.size(); ++i) {
      if (const int order = label_order(a.label[i], b.label[i]); order != 0) return order < 0;
    }
    return a.label.size() < b.label.size();
  }
};
inline constexpr LabelsLess labels_less;

/// What tells a series from others, in whatever order its labels are: those that are not empty,
/// since to Prometheus an empty label is none. Refers to the metric.
template <class Metric>
class SeriesKey {
  using Label = typename decltype(Metric::label)::value_type;

 public:
  explicit SeriesKey(const Metric& metric) : metric_(&metric) {
    for (const Label& label : metric.label) {
      if (label.value.empty()) continue;
      // Labels are few: each goes before those that are greater.
      auto at = labels_.end();
      while (at != labels_.begin() && label_order(label, **(at - 1)) < 0) --at;
      labels_.insert(at, &label);
    }
  }

  [[nodiscard]] const Metric* metric() const noexcept { return metric_; }

  /// Below 0 if it comes before the other, 0 if they are of one series.
  [[nodiscard]] int compare(const SeriesKey& other) const {
    for (std::size_t i = 0; i < labels_.size() && i < other.labels_.size(); ++i) {
      const int order = label_order(*labels_[i], *other.labels_[i]);
      if (order != 0) return order;
    }
    return static_cast<int>(labels_.size()) - static_cast<int>(other.labels_.size());
  }
  friend bool operator<(const SeriesKey& a, const SeriesKey& b) { return a.compare(b) < 0; }

 private:
  const Metric* metric_;
  std::vector<const Label*> labels_;
};

template <class Metric>
std::vector<SeriesKey<Metric>> sorted_keys(const std::vector<Metric>& metrics) {
  std::vector<SeriesKey<Metric>> keys;
  keys.reserve(metrics.size());
  for (const Metric& metric : metrics) keys.emplace_back(metric);
  sort_stably(keys, [](const auto& a, const auto& b) { return a < b; });
  return keys;
}

/// Whether all have the label names of `first`, in that order, and no label is empty. If so,
/// labels_less() tells series apart, which costs less than keys.
template <class Metric>
bool are_uniform(const std::vector<Metric>& metrics, const Metric& first) {
  for (const Metric& metric : metrics) {
    if (metric.label.size() != first.label.size()) return false;
    for (std::size_t i = 0; i < metric.label.size(); ++i) {
      const auto& label = metric.label[i];
      if (label.name != first.label[i].name || label.value.empty()) return false;
    }
  }
  return true;
}

/// Of series that are one to Prometheus, keeps the first. They must be sorted.
template <class Metric>
void drop_repeated_series(std::vector<Metric>& metrics) {
  if (metrics.empty()) return;
  if (are_uniform(metrics, metrics.front())) {
    std::size_t count = 1;  // of those that stay
    for (std::size_t i = 1; i < metrics.size(); ++i) {
      if (!labels_less(metrics[count - 1], metrics[i])) continue;
      if (count != i) metrics[count] = std::move(metrics[i]);
      ++count;
    }
    metrics.resize(count);
    return;
  }
  std::vector<bool> is_repeated(metrics.size());
  const auto keys = sorted_keys(metrics);
  for (std::size_t i = 1; i < keys.size(); ++i) {
    if (keys[i].compare(keys[i - 1]) != 0) continue;
    is_repeated[static_cast<std::size_t>(keys[i].metric() - metrics.data())] = true;
  }
  // Only now, for what moves a metric takes its labels away from its key.
  std::vector<Metric> kept;
  kept.reserve(metrics.size());
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    if (!is_repeated[i]) kept.push_back(std::move(metrics[i]));
  }
  metrics.swap(kept);
}

/// Those of `metrics` that are not in `known`; both must be sorted.
template <class Metric>
std::vector<Metric> series_beyond(const std::vector<Metric>& known,
                                  const std::vector<Metric>& metrics) {
  std::vector<Metric> beyond;
  if (metrics.empty()) return beyond;
  if (are_uniform(metrics, metrics.front()) && are_uniform(known, metrics.front())) {
    std::size_t at = 0;
    for (const Metric& metric : metrics) {
      while (at < known.size() && labels_less(known[at], metric)) ++at;
      if (at == known.size() || labels_less(metric, known[at])) beyond.push_back(metric);
    }
    return beyond;
  }
  const auto keys = sorted_keys(known);
  for (const Metric& metric : metrics) {
    const SeriesKey<Metric> key(metric);
    const std::size_t at = first_not_less(keys, key, [](auto& a, auto& b) { return a < b; });
    if (at == keys.size() || key < keys[at]) beyond.push_back(metric);
  }
  return beyond;
}

template <class Metric>
bool has_repeated_label(const Metric& metric, prometheus::MetricType type) {
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

template <class Metric>
bool has_good_labels(const Metric& metric) {
  for (const auto& label : metric.label) {
    if (label.name == "__name__" || !is_identifier(label.name, false)) return false;
  }
  return true;
}

/// Bounds that rise, NaN none of them, and counts that do not fall, up to that of all.
template <class Histogram>
bool has_good_buckets(const Histogram& histogram) {
  const auto& buckets = histogram.bucket;
  for (std::size_t i = 1; i < buckets.size(); ++i) {
    if (!is_less(buckets[i - 1].upper_bound, buckets[i].upper_bound)) return false;
    if (buckets[i - 1].cumulative_count > buckets[i].cumulative_count) return false;
  }
  return buckets.empty() || (!is_nan(buckets.front().upper_bound) &&
                             buckets.back().cumulative_count <= histogram.sample_count);
}

template <class Summary>
bool has_good_quantiles(const Summary& summary) {
  for (const auto& quantile : summary.quantile) {
    if (is_nan(quantile.quantile)) return false;
  }
  return true;
}

/// Whether a page can show the series; a collectable of other code may yield anything.
template <class Metric>
bool is_printable(const Metric& metric, prometheus::MetricType type) {
  return has_good_labels(metric) && !has_repeated_label(metric, type) &&
         has_good_buckets(metric.histogram) && has_good_quantiles(metric.summary);
}

/// prometheus-cpp adds +Inf to buckets that end in it already, and would print it twice. What +Inf
/// counts is the count of all.
template <class Histogram>
void mend_infinity(Histogram& histogram) {
  auto& buckets = histogram.bucket;
  while (buckets.size() > 1 && is_equal(buckets[buckets.size() - 2].upper_bound, infinity)) {
    buckets.pop_back();
  }
  if (!buckets.empty() && is_equal(buckets.back().upper_bound, infinity)) {
    histogram.sample_count = buckets.back().cumulative_count;
  }
}

/// Nor does it mind if a summary is told to estimate a quantile twice.
template <class Quantile>
void drop_repeated_quantiles(std::vector<Quantile>& quantiles) {
  for (auto at = quantiles.begin(); at != quantiles.end();) {
    auto first = quantiles.begin();  // of that quantile
    while (!is_equal(first->quantile, at->quantile) && first != at) ++first;
    at = first != at ? quantiles.erase(at) : at + 1;
  }
}

/// From version 1.1 on, prometheus-cpp has infos, to whose samples' names it appends _info, and to
/// that in the TYPE line nothing.
template <class Family>
void name_after_its_samples(Family& family) {
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
template <class Family>
std::size_t mend_family(Family& family) {
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

}  // namespace isometric::inline v1::detail
