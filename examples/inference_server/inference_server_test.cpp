#include "inference_server.hpp"

#include "metrics_api.hpp"
#include "model_reporter.hpp"
#include "support/catch.hpp"
#include "support/threads.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

using inference::InferenceServer;
using inference::ModelReporter;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::testing::HasValue;

namespace {

constexpr const char* requests = "inference_requests_total";
constexpr const char* latency = "inference_request_duration_seconds";

bool shows(const RegistrySink& sink, std::string_view family) {
  return snapshot(sink).find_family(family) != nullptr;
}

/// A C caller's hold on a metric with one label.
class Held {
 public:
  Held(inference_family* family, const char* name, const char* value) {
    const inference_label label{name, value};
    error_ = inference_metric_new(family, &label, 1, nullptr, 0, &metric_);
  }
  ~Held() { inference_metric_delete(metric_); }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;

  inference_metric* operator*() const { return metric_; }
  const char* error() const { return error_; }

 private:
  inference_metric* metric_ = nullptr;
  const char* error_ = nullptr;
};

}  // namespace

TEST_CASE("models come with their own labels and buckets, and go with all their series") {
  const RegistrySink sink;
  InferenceServer server(sink);
  server.load({"resnet", "1", {{"gpu", "0"}}, {0.1}});
  server.load({"bert", "3", {}, {0.5, 1}});
  CHECK(server.infer("resnet", "1", 0.05) == InferenceServer::Answer::served);
  CHECK(server.infer("bert", "3", 0.7) == InferenceServer::Answer::served);
  CHECK(server.infer("bert", "3", -1) == InferenceServer::Answer::failed);
  CHECK(server.infer("bert", "4", 1) == InferenceServer::Answer::unknown_model);
  const auto seen = snapshot(sink);
  CHECK_THAT(
      seen, HasValue({requests,
                      {{"model", "resnet"}, {"version", "1"}, {"gpu", "0"}, {"outcome", "served"}}},
                     1));
  CHECK_THAT(seen,
             HasValue({requests, {{"model", "bert"}, {"version", "3"}, {"outcome", "failed"}}}, 1));
  CHECK(seen.histogram({latency, {{"model", "bert"}, {"version", "3"}}}).buckets.size() == 3);
  CHECK(seen.histogram({latency, {{"model", "resnet"}, {"version", "1"}, {"gpu", "0"}}})
            .buckets.size() == 2);
  CHECK(server.unload("bert", "3"));
  CHECK_FALSE(server.unload("bert", "3"));
  CHECK(snapshot(sink).find_family(latency)->series.size() == 1);
  CHECK(server.unload("resnet", "1"));
  CHECK_FALSE(shows(sink, latency));
}

TEST_CASE("a model comes back with other buckets, which are not in conflict with its past") {
  const RegistrySink sink;
  InferenceServer server(sink);
  server.load({"bert", "3", {}, {1}});
  server.infer("bert", "3", 0.5);
  server.unload("bert", "3");
  server.load({"bert", "3", {}, {1, 2, 3}});
  server.infer("bert", "3", 0.5);
  const auto now = snapshot(sink).histogram({latency, {{"model", "bert"}, {"version", "3"}}});
  CHECK(now.buckets.size() == 4);
  CHECK(now.count == 1);
}

TEST_CASE("a bad configuration is told, and loads nothing") {
  const RegistrySink sink;
  InferenceServer server(sink);
  CHECK_THROWS_AS(server.load({"bert", "3", {{"le", "x"}}, {}}), isometric::InvalidName);
  CHECK_THROWS_AS(server.load({"bert", "3", {}, {2, 1}}), isometric::InvalidBuckets);
  CHECK_FALSE(shows(sink, requests));
  server.load({"bert", "3", {}, {1}});
  CHECK_THROWS_AS(server.load({"bert", "3", {}, {1}}), std::invalid_argument);
  CHECK_THROWS_AS(ModelReporter(sink, {"bert", "3", {}, {1, 2}}), isometric::RegistrationConflict);
  CHECK(server.infer("bert", "3", 1) == InferenceServer::Answer::served);
}

TEST_CASE("two reporters of one model share its series, which stay until the second has gone") {
  const RegistrySink sink;
  std::optional<ModelReporter> first(ModelReporter(sink, {"bert", "3", {}, {}}));
  ModelReporter second(sink, {"bert", "3", {}, {}});
  first->enqueued();
  CHECK(second.pending() == 1);
  second.served(1);
  CHECK(first->pending() == 0);
  first.reset();
  CHECK(shows(sink, requests));
  second = ModelReporter(sink, {"gpt", "1", {}, {}});
  CHECK(snapshot(sink).find_family(latency)->series.size() == 1);
}

TEST_CASE("a model to which too much is sent is busy, by what its gauge says") {
  const RegistrySink sink;
  InferenceServer server(sink);
  server.load({"bert", "3", {}, {}});
  ModelReporter other_instance(sink, {"bert", "3", {}, {}});
  for (int i = 0; i < InferenceServer::most_pending; ++i) other_instance.enqueued();
  CHECK(server.infer("bert", "3", 1) == InferenceServer::Answer::busy);
  other_instance.served(1);
  CHECK(server.infer("bert", "3", 1) == InferenceServer::Answer::served);
}

TEST_CASE("the C interface declares, updates, reads and deletes by name, beside C++") {
  const RegistrySink sink;
  inference_metrics metrics{sink};
  inference_family* family = nullptr;
  REQUIRE(inference_family_new(&metrics, INFERENCE_COUNTER, "backend_hits_total", "Hits.",
                               &family) == nullptr);
  {
    const Held one(family, "cache", "weights");
    const Held same(family, "cache", "weights");
    REQUIRE(one.error() == nullptr);
    CHECK(inference_metric_increment(*one, 2) == nullptr);
    CHECK(inference_metric_increment(*same, 3) == nullptr);
    double value = 0;
    CHECK(inference_metric_value(*one, &value) == nullptr);
    CHECK(value == 5);
    CHECK_THAT(snapshot(sink), HasValue({"backend_hits_total", {{"cache", "weights"}}}, 5));

    // Deleted while two hold it: it is gone, and they do no harm.
    const inference_label label{"cache", "weights"};
    CHECK(inference_metric_remove(family, &label, 1) == nullptr);
    CHECK(std::string_view(inference_metric_remove(family, &label, 1)) ==
          "there is no metric with these labels");
    CHECK(inference_metric_increment(*one, 1) == nullptr);
    CHECK_FALSE(shows(sink, "backend_hits_total"));

    CHECK(std::string_view(inference_metric_set(*one, 1)) == "only a gauge is set");
    const Held invalid(family, "__cache", "x");
    REQUIRE(invalid.error() != nullptr);
    CHECK(std::string_view(invalid.error()).find("__cache") != std::string_view::npos);
  }
  inference_family* other = nullptr;
  const char* const error =
      inference_family_new(&metrics, INFERENCE_GAUGE, "backend_hits_total", "Hits.", &other);
  CHECK(error != nullptr);
  inference_family_delete(family);
}

TEST_CASE("through the C interface a name is free when its last holder has let go of it") {
  const RegistrySink sink;
  inference_metrics metrics{sink};
  inference_family* family = nullptr;
  REQUIRE(inference_family_new(&metrics, INFERENCE_GAUGE, "backend_load", "Load.", &family) ==
          nullptr);
  inference_family_delete(family);
  REQUIRE(inference_family_new(&metrics, INFERENCE_HISTOGRAM, "backend_load", "Load, observed.",
                               &family) == nullptr);
  const double bounds[] = {1, 2};
  inference_metric* metric = nullptr;
  REQUIRE(inference_metric_new(family, nullptr, 0, bounds, 2, &metric) == nullptr);
  inference_family_delete(family);  // the metric holds what it needs
  CHECK(inference_metric_observe(metric, 1.5) == nullptr);
  std::uint64_t count = 0;
  double sum = 0;
  CHECK(inference_metric_count(metric, &count, &sum) == nullptr);
  CHECK(count == 1);
  CHECK(sum == 1.5);
  CHECK(snapshot(sink).histogram({"backend_load"}).buckets.size() == 3);
  inference_metric_delete(metric);
  CHECK_FALSE(shows(sink, "backend_load"));
}

TEST_CASE("models come and go, and are asked and scraped, in many threads") {
  const RegistrySink sink;
  InferenceServer server(sink);
  test_support::in_threads(4, [&](std::size_t thread) {
    for (int round = 0; round < 100; ++round) {
      const std::string version = std::to_string(round % 3);
      if (thread == 0) {
        server.unload("bert", version);
        server.load({"bert", version, {{"round", std::to_string(round)}}, {}});
      } else if (thread == 1 && round % 10 == 0) {
        static_cast<void>(snapshot(sink));
      } else {
        server.infer("bert", version, 0.1);
      }
    }
  });
  CHECK(snapshot(sink).find_family(requests)->series.size() == 6);
}
