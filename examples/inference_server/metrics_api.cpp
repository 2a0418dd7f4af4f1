#include "metrics_api.hpp"

#include <isometric/description/runtime_buckets.hpp>
#include <isometric/instruments/dynamic_instruments.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <exception>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace {

using isometric::RegistrySink;
using Counter = isometric::DynamicCounter<RegistrySink>;
using Gauge = isometric::DynamicGauge<RegistrySink>;
using Histogram = isometric::DynamicHistogram<RegistrySink>;

using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

Labels labels_of(const inference_label* labels, size_t count) {
  Labels pairs;
  for (const auto& [name, value] : std::span(labels, count)) pairs.emplace_back(name, value);
  return pairs;
}

/// Runs what may throw, for callers that know no exceptions.
template <class Work>
const char* in_words(Work work) noexcept {
  static thread_local std::string message;
  try {
    work();
    return nullptr;
  } catch (const std::exception& error) {
    try {
      message = error.what();
      return message.c_str();
    } catch (...) {
      return "out of memory";
    }
  } catch (...) {
    return "unknown error";
  }
}

/// Calls `update` with the handle of a metric that is one of `Owned`.
template <class... Owned, class Metric, class Update>
const char* with_handle(Metric& metric, const char* complaint, Update update) noexcept {
  return in_words([&] {
    const bool is_one = ((std::holds_alternative<Owned>(metric.series) &&
                          (update(*std::get<Owned>(metric.series)), true)) ||
                         ...);
    if (!is_one) throw std::invalid_argument(complaint);
  });
}

}  // namespace

struct inference_family {
  std::variant<Counter, Gauge, Histogram> instrument;
};

struct inference_metric {
  std::variant<Counter::owned_type, Gauge::owned_type, Histogram::owned_type> series;
};

const char* inference_family_new(inference_metrics* metrics, inference_kind kind, const char* name,
                                 const char* help, inference_family** family) {
  return in_words([&] {
    const RegistrySink& sink = metrics->sink;
    switch (kind) {
      case INFERENCE_COUNTER: *family = new inference_family{Counter(sink, name, help)}; return;
      case INFERENCE_GAUGE: *family = new inference_family{Gauge(sink, name, help)}; return;
      case INFERENCE_HISTOGRAM: *family = new inference_family{Histogram(sink, name, help)}; return;
    }
    throw std::invalid_argument("no such kind of metric");
  });
}

void inference_family_delete(inference_family* family) {
  delete family;
}

const char* inference_metric_new(inference_family* family, const inference_label* labels,
                                 size_t label_count, const double* bounds, size_t bound_count,
                                 inference_metric** metric) {
  return in_words([&] {
    const Labels pairs = labels_of(labels, label_count);
    if (bound_count == 0) {
      std::visit(
          [&](const auto& instrument) { *metric = new inference_metric{instrument.own(pairs)}; },
          family->instrument);
    } else if (const auto* histogram = std::get_if<Histogram>(&family->instrument)) {
      const auto buckets = isometric::checked_buckets({bounds, bound_count});
      *metric = new inference_metric{histogram->own(pairs, buckets)};
    } else {
      throw std::invalid_argument("only a histogram has bounds");
    }
  });
}

void inference_metric_delete(inference_metric* metric) {
  delete metric;
}

const char* inference_metric_remove(inference_family* family, const inference_label* labels,
                                    size_t label_count) {
  return in_words([&] {
    const Labels pairs = labels_of(labels, label_count);
    const bool is_removed = std::visit(
        [&](const auto& instrument) { return instrument.remove(pairs); }, family->instrument);
    if (!is_removed) throw std::invalid_argument("there is no metric with these labels");
  });
}

const char* inference_metric_increment(inference_metric* metric, double amount) {
  return with_handle<Counter::owned_type, Gauge::owned_type>(
      *metric, "a histogram is not incremented", [&](const auto& handle) { handle.inc(amount); });
}

const char* inference_metric_set(inference_metric* metric, double value) {
  return with_handle<Gauge::owned_type>(*metric, "only a gauge is set",
                                        [&](const auto& handle) { handle.set(value); });
}

const char* inference_metric_observe(inference_metric* metric, double value) {
  return with_handle<Histogram::owned_type>(*metric, "only a histogram observes",
                                            [&](const auto& handle) { handle.observe(value); });
}

const char* inference_metric_value(const inference_metric* metric, double* value) {
  return with_handle<Counter::owned_type, Gauge::owned_type>(
      *metric, "a histogram has no single value",
      [&](const auto& handle) { *value = handle.value(); });
}

const char* inference_metric_count(const inference_metric* metric, uint64_t* count, double* sum) {
  return with_handle<Histogram::owned_type>(*metric, "only a histogram has a count",
                                            [&](const auto& handle) {
                                              *count = handle.count();
                                              *sum = handle.sum();
                                            });
}
