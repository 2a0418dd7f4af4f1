#include "model_reporter.hpp"

#include <isometric/description/runtime_buckets.hpp>
#include <isometric/instruments/dynamic_instruments.hpp>
#include <isometric/sinks/registry_sink.hpp>

namespace inference {
namespace {

using isometric::DynamicCounter;
using isometric::DynamicGauge;
using isometric::DynamicHistogram;
using isometric::RegistrySink;

using Labels = std::map<std::string, std::string>;

Labels labels_of(const ModelConfig& model) {
  Labels labels = model.tags;
  labels["model"] = model.name;
  labels["version"] = model.version;
  return labels;
}

Labels with_outcome(Labels labels, const char* outcome) {
  labels["outcome"] = outcome;
  return labels;
}

/// Declared by each reporter, and the same families for all.
struct Families {
  explicit Families(const RegistrySink& sink)
      : requests(sink, "inference_requests_total", "Requests, by model and outcome."),
        pending(sink, "inference_pending_requests", "Requests that wait for a model."),
        latency(sink, "inference_request_duration_seconds", "Time from the queue to the answer.") {}

  DynamicCounter<RegistrySink> requests;
  DynamicGauge<RegistrySink> pending;
  DynamicHistogram<RegistrySink> latency;
};

}  // namespace

struct ModelReporter::Series {
  Series(const Families& families, const Labels& labels, isometric::Buckets buckets)
      : served(families.requests.own(with_outcome(labels, "served"))),
        failed(families.requests.own(with_outcome(labels, "failed"))),
        pending(families.pending.own(labels)),
        latency(families.latency.own(labels, buckets)) {}

  DynamicCounter<RegistrySink>::owned_type served;
  DynamicCounter<RegistrySink>::owned_type failed;
  DynamicGauge<RegistrySink>::owned_type pending;
  DynamicHistogram<RegistrySink>::owned_type latency;
};

ModelReporter::ModelReporter(const RegistrySink& sink, const ModelConfig& model)
    : series_(std::make_unique<Series>(Families(sink), labels_of(model),
                                       model.latency_buckets.empty()
                                           ? isometric::Buckets(isometric::default_buckets)
                                           : isometric::checked_buckets(model.latency_buckets))) {}
ModelReporter::ModelReporter(ModelReporter&&) noexcept = default;
ModelReporter& ModelReporter::operator=(ModelReporter&&) noexcept = default;
ModelReporter::~ModelReporter() = default;

void ModelReporter::enqueued() {
  series_->pending->inc();
}

void ModelReporter::served(double seconds) {
  series_->pending->dec();
  series_->served->inc();
  series_->latency->observe(seconds);
}

void ModelReporter::failed() {
  series_->pending->dec();
  series_->failed->inc();
}

double ModelReporter::pending() const {
  return series_->pending->value();
}

}  // namespace inference
