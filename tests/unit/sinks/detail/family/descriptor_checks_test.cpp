#include "support/catch.hpp"

#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/sinks/catalogue_sink.hpp>
#include <isometric/sinks/family_sink.hpp>
#include <isometric/sinks/recording_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/counter.h>
#include <prometheus/registry.h>

#include <memory>
#include <string>
#include <string_view>

using isometric::CatalogueSink;
using isometric::ConstantLabel;
using isometric::FamilyDescriptor;
using isometric::LabelDescriptor;
using isometric::MetricType;
using isometric::RecordingSink;
using isometric::RegistrySink;
using isometric::snapshot;
using namespace std::string_literals;
using namespace std::string_view_literals;

namespace {

// Instruments have checked their names; these families are described by hand.

FamilyDescriptor described(MetricType type, std::string_view name) {
  FamilyDescriptor family;
  family.type = type;
  family.name = name;
  family.help = "Help.";
  family.declared_at = {"server.cpp", 7};
  return family;
}

template <class Declare>
std::string refusal_of(const Declare& declare) {
  try {
    declare();
  } catch (const isometric::InvalidName& error) {
    return error.what();
  }
  return "no InvalidName thrown";
}

const std::string who = "isometric: metric family 'app_requests_total', declared at server.cpp:7, ";
const std::string metric_letters =
    "metric name must match letters, digits and underscores: [a-zA-Z_][a-zA-Z0-9_]*";
const std::string letters =
    "label name must match letters, digits and underscores: [a-zA-Z_][a-zA-Z0-9_]*";

}  // namespace

TEST_CASE("a family of a name that no page can show is refused, in full whatever the name holds") {
  const auto registry = std::make_shared<prometheus::Registry>();
  for (const RegistrySink& sink : {RegistrySink{}, RegistrySink{registry}}) {
    for (const std::string_view name : {"1st_total"sv, "app-requests"sv}) {
      CHECK(refusal_of([&] { sink.counter(described(MetricType::counter, name)); }) ==
            "isometric: metric family '" + std::string(name) +
                "', declared at server.cpp:7, has an invalid name: " + metric_letters);
    }
    CHECK(refusal_of([&] { sink.counter(described(MetricType::counter, ""sv)); }) ==
          "isometric: metric family '', declared at server.cpp:7, has an invalid name: "
          "metric name is empty");
    CHECK(refusal_of([&] { sink.counter(described(MetricType::counter, "a\0b\xE9"sv)); }) ==
          "isometric: metric family 'a\xEF\xBF\xBD"
          "b\xEF\xBF\xBD', declared at server.cpp:7, has an invalid name: " +
              metric_letters);
    CHECK(snapshot(sink).families().empty());
  }
}

TEST_CASE("a label of a name that no page can show is refused with its family, before any series") {
  const LabelDescriptor open[] = {{"bad-name", {}}};
  const std::string_view values[] = {"a", "b"};
  const LabelDescriptor closed[] = {{"bad-name", values}};
  const ConstantLabel constant[] = {{"bad-name", "a"}};
  const auto registry = std::make_shared<prometheus::Registry>();
  for (const RegistrySink& sink : {RegistrySink{}, RegistrySink{registry}}) {
    auto family = described(MetricType::counter, "app_requests_total");
    const auto refusal = who + "has the label \"bad-name\": " + letters;

    family.labels = open;
    CHECK(refusal_of([&] { sink.counter(family); }) == refusal);
    CHECK(refusal_of([&] { sink.removable().counter(family); }) == refusal);
    CHECK(refusal_of([&] { sink.callback_counter(family); }) == refusal);
    family.labels = closed;
    CHECK(refusal_of([&] { sink.counter(family); }) == refusal);
    family.labels = {};
    family.constant_labels = constant;
    CHECK(refusal_of([&] { sink.counter(family); }) == refusal);

    family.constant_labels = {};
    sink.counter(family).block({}).series(0).inc();  // the name is still to be had
    CHECK(snapshot(sink).value({"app_requests_total"}) == 1);
  }
}

TEST_CASE("label names are refused for what the formats forbid, and for no matter of style") {
  const auto refusal = [](MetricType type, std::string_view label) {
    const LabelDescriptor labels[] = {{label, {}}};
    auto family = described(type, "app_requests_total");
    family.labels = labels;
    const double bounds[] = {1, 2};
    if (type == MetricType::histogram) family.buckets = bounds;
    const RegistrySink sink;
    return refusal_of([&] {
      if (type == MetricType::histogram) {
        sink.histogram(family);
      } else if (type == MetricType::summary) {
        sink.summary(family);
      } else {
        sink.counter(family);
      }
    });
  };
  CHECK(refusal(MetricType::counter, "") == who + "has the label \"\": label name is empty");
  CHECK(refusal(MetricType::counter, "z\xE9\0"sv) ==
        who + "has the label \"z\\xe9\\x00\": " + letters);
  CHECK(refusal(MetricType::counter, "__name__") ==
        who +
            "has the label \"__name__\": label name must not begin with two underscores: "
            "Prometheus reserves such names");
  CHECK(refusal(MetricType::histogram, "le") ==
        who + "has the label \"le\": label name le is reserved for histogram buckets");
  CHECK(refusal(MetricType::summary, "quantile") ==
        who + "has the label \"quantile\": label name quantile is reserved for summaries");

  const std::string none = "no InvalidName thrown";
  CHECK(refusal(MetricType::counter, "le") == none);
  CHECK(refusal(MetricType::histogram, "quantile") == none);
  CHECK(refusal(MetricType::counter, "camelCase") == none);
}

TEST_CASE("sinks without a registry refuse the same names") {
  const LabelDescriptor bad[] = {{"bad-name", {}}};
  const auto check = [&](const auto& sink) {
    auto family = described(MetricType::counter, "app_requests_total");
    family.labels = bad;
    CHECK(refusal_of([&] { sink.counter(family); }) ==
          who + "has the label \"bad-name\": " + letters);
    CHECK(refusal_of([&] { sink.counter(described(MetricType::counter, "a\0b"sv)); }) ==
          "isometric: metric family 'a\xEF\xBF\xBD"
          "b', declared at server.cpp:7, has an invalid name: " +
              metric_letters);
    CHECK(refusal_of([&] { sink.counter(described(MetricType::counter, "job:sum")); }) ==
          "no InvalidName thrown");
  };
  check(RecordingSink{});
  check(CatalogueSink{});
}

TEST_CASE("a label that no page can show is refused for a family of other code, too") {
  prometheus::Registry registry;
  auto& requests = prometheus::BuildCounter().Name("app_requests_total").Register(registry);
  const isometric::FamilySink sink{requests};
  const LabelDescriptor bad[] = {{"bad-name", {}}};
  auto family = described(MetricType::counter, "app_requests_total");
  family.labels = bad;
  CHECK(refusal_of([&] { sink.counter(family); }) ==
        who + "has the label \"bad-name\": " + letters);

  family.name = "app\0other"sv;
  try {
    sink.counter(family);
    FAIL("a family of another name was taken");
  } catch (const isometric::RegistrationConflict& conflict) {
    CHECK(conflict.metric() == "app\xEF\xBF\xBDother");
    CHECK(conflict.requested() == "'app\xEF\xBF\xBDother'");
  }
}
