#include "support/catch.hpp"

#include <isometric/adaptors/labeled_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/label.hpp>
#include <isometric/description/label_name.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <string>
#include <string_view>
#include <type_traits>

using isometric::Label;
using isometric::LabelName;
using isometric::legacy_label_name;

namespace {

std::string_view view(LabelName name) {
  return name.view();
}

}  // namespace

TEST_CASE("a literal converts to a label name and is kept as it is") {
  CHECK(view("zone") == "zone");
  CHECK(view("_zone_2") == "_zone_2");
  STATIC_REQUIRE(LabelName("zone").view() == "zone");
}

TEST_CASE("a label name is made neither from nothing nor from a run-time string") {
  STATIC_REQUIRE_FALSE(std::is_default_constructible_v<LabelName>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<std::string, LabelName>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<const char*, LabelName>);
}

TEST_CASE("a label name that must be kept may be camelCase") {
  CHECK(view(legacy_label_name("modelName")) == "modelName");
  STATIC_REQUIRE(LabelName(legacy_label_name("modelName")).view() == "modelName");
  STATIC_REQUIRE(Label<legacy_label_name("modelName")>::name == "modelName");
  STATIC_REQUIRE(Label<legacy_label_name("isReady"), bool>::size == 2);
}

TEST_CASE("a label with a kept name that breaks no rule is the label of that name") {
  STATIC_REQUIRE(std::is_same_v<Label<legacy_label_name("model")>, Label<"model">>);
}

TEST_CASE("a kept label name is on the page as it is, on an instrument and on a sink") {
  using Sink = isometric::LabeledSink<isometric::RegistrySink, legacy_label_name("hostName")>;
  const Sink sink(isometric::RegistrySink(), "a");
  const isometric::Counter<Sink, Label<legacy_label_name("modelName")>> requests(
      sink, "app_requests_total", "Requests.");
  requests.labels("b").inc();
  CHECK(snapshot(sink).value({"app_requests_total", {{"hostName", "a"}, {"modelName", "b"}}}) == 1);

  const isometric::LabeledSink named_at_run_time(isometric::RegistrySink(),
                                                 {{legacy_label_name("hostName"), "a"}});
  const isometric::Counter<isometric::LabeledSink<isometric::RegistrySink>> jobs(
      named_at_run_time, "app_jobs_total", "Jobs.");
  CHECK(snapshot(named_at_run_time).value({"app_jobs_total", {{"hostName", "a"}}}) == 0);
}
