#include "inference_server.hpp"
#include "metrics_api.hpp"

#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/text_serializer.h>

#include <iostream>

int main() {
  const auto sink = isometric::RegistrySink::global();
  inference::InferenceServer server(sink);
  server.load({"resnet", "1", {{"gpu", "0"}}, {0.01, 0.1}});
  server.load({"bert", "3", {}, {}});
  for (int i = 0; i < 10; ++i) server.infer("resnet", "1", 0.02 * i);
  server.infer("bert", "3", -1);
  server.unload("bert", "3");

  inference_metrics metrics{sink};
  inference_family* family = nullptr;
  inference_metric* metric = nullptr;
  const inference_label label{"cache", "weights"};
  const char* error = inference_family_new(&metrics, INFERENCE_COUNTER, "backend_cache_hits_total",
                                           "Look-ups that hit.", &family);
  if (error == nullptr) error = inference_metric_new(family, &label, 1, nullptr, 0, &metric);
  if (error == nullptr) error = inference_metric_increment(metric, 3);
  if (error != nullptr) std::cerr << error << '\n';

  std::cout << prometheus::TextSerializer{}.Serialize(sink.collectable()->Collect());
  inference_metric_delete(metric);
  inference_family_delete(family);
  return error == nullptr ? 0 : 1;
}
