#include "support/catch.hpp"

#include <isometric/metric_name.hpp>
#include <isometric/metric_type.hpp>

#include <string>
#include <string_view>
#include <type_traits>

namespace {

// What a broken name does is shown in tests/compile_fail, which the compiler has to refuse.

std::string_view view(isometric::CounterName name) {
  return name.view();
}

TEST_CASE("a literal converts to the name of a family") {
  CHECK(view("requests_total") == "requests_total");
  CHECK(isometric::GaugeName{"queue_length"}.view() == "queue_length");
  CHECK(isometric::HistogramName{"request_duration_seconds"}.view() == "request_duration_seconds");
  CHECK(isometric::SummaryName{"request_size_bytes"}.view() == "request_size_bytes");
  CHECK(isometric::InfoName{"build_info"}.view() == "build_info");
}

TEST_CASE("a name knows its type and is as light as a view") {
  STATIC_REQUIRE(isometric::CounterName::type == isometric::MetricType::counter);
  STATIC_REQUIRE(isometric::InfoName::type == isometric::MetricType::info);
  STATIC_REQUIRE(sizeof(isometric::CounterName) == sizeof(std::string_view));
  STATIC_REQUIRE(std::is_trivially_copyable_v<isometric::CounterName>);
}

TEST_CASE("a name is made neither from a run-time string nor from the name of another type") {
  STATIC_REQUIRE_FALSE(std::is_convertible_v<std::string, isometric::GaugeName>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<std::string_view, isometric::GaugeName>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<const char*, isometric::GaugeName>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<isometric::CounterName, isometric::GaugeName>);
  STATIC_REQUIRE_FALSE(std::is_default_constructible_v<isometric::GaugeName>);
}

TEST_CASE("names close to a rule but within it are accepted") {
  CHECK(isometric::GaugeName{"x"}.view() == "x");
  CHECK(isometric::GaugeName{"X"}.view() == "X");
  CHECK(isometric::GaugeName{"a1_B2"}.view() == "a1_B2");  // no lower-case letter before the B
  CHECK(isometric::GaugeName{"total"}.view() == "total");
  CHECK(isometric::GaugeName{"total_nodes"}.view() == "total_nodes");
  CHECK(isometric::GaugeName{"account"}.view() == "account");
  CHECK(isometric::GaugeName{"bucket_level"}.view() == "bucket_level");
  CHECK(isometric::GaugeName{"isometrics"}.view() == "isometrics");
  CHECK(isometric::GaugeName{"thermometers"}.view() == "thermometers");
}

TEST_CASE("promlint's idioms are accepted") {
  CHECK(isometric::CounterName{"process_cpu_seconds_total"}.unit() == "seconds");
  CHECK(isometric::GaugeName{"build_info"}.unit().empty());
  CHECK(isometric::GaugeName{"last_scale_timestamp_seconds"}.unit() == "seconds");
  CHECK(isometric::GaugeName{"cpu_usage_ratio"}.unit() == "ratio");
}

TEST_CASE("the unit is the base unit that ends the name, before _total") {
  CHECK(isometric::HistogramName{"a_seconds"}.unit() == "seconds");
  CHECK(isometric::CounterName{"a_bytes_total"}.unit() == "bytes");
  CHECK(isometric::GaugeName{"a_meters"}.unit() == "meters");
  CHECK(isometric::GaugeName{"a_metres"}.unit() == "metres");
  CHECK(isometric::CounterName{"a_joules_total"}.unit() == "joules");
  CHECK(isometric::GaugeName{"a_grams"}.unit() == "grams");
  CHECK(isometric::GaugeName{"a_celsius"}.unit() == "celsius");
  CHECK(isometric::GaugeName{"a_kelvin"}.unit() == "kelvin");
  CHECK(isometric::GaugeName{"a_volts"}.unit() == "volts");
  CHECK(isometric::GaugeName{"a_amperes"}.unit() == "amperes");
}

TEST_CASE("a name that does not end in a unit has none") {
  CHECK(isometric::GaugeName{"queue_length"}.unit().empty());
  CHECK(isometric::CounterName{"requests_total"}.unit().empty());
  CHECK(isometric::GaugeName{"bytes_in_queue"}.unit().empty());
  // OpenMetrics asks for the unit as a suffix, and here it would be the whole name.
  CHECK(isometric::GaugeName{"seconds"}.unit().empty());
  CHECK(isometric::CounterName{"seconds_total"}.unit().empty());
}

TEST_CASE("a legacy name converts to the name of any type, whatever the naming rules say") {
  constexpr auto legacy = isometric::legacy_name("requestLatency_ms");
  CHECK(legacy.view() == "requestLatency_ms");
  CHECK(isometric::CounterName{legacy}.view() == "requestLatency_ms");
  CHECK(isometric::GaugeName{legacy}.view() == "requestLatency_ms");
  CHECK(isometric::HistogramName{legacy}.view() == "requestLatency_ms");
  CHECK(view(isometric::legacy_name("job:requests:rate")) == "job:requests:rate");
  CHECK(view(isometric::legacy_name("_requests_count")) == "_requests_count");
}

TEST_CASE("a legacy name has a unit only if it ends in a base unit") {
  CHECK(isometric::GaugeName{isometric::legacy_name("requestLatency_ms")}.unit().empty());
  CHECK(isometric::GaugeName{isometric::legacy_name("a_milliseconds")}.unit().empty());
  CHECK(isometric::GaugeName{isometric::legacy_name("cpuSpent_seconds")}.unit() == "seconds");
}

TEST_CASE("a metric type is spelled as in a TYPE line") {
  using isometric::MetricType;
  CHECK(to_string(MetricType::counter) == "counter");
  CHECK(to_string(MetricType::gauge) == "gauge");
  CHECK(to_string(MetricType::histogram) == "histogram");
  CHECK(to_string(MetricType::summary) == "summary");
  CHECK(to_string(MetricType::info) == "info");
  CHECK(to_string(static_cast<MetricType>(200)) == "unknown");
}

}  // namespace
