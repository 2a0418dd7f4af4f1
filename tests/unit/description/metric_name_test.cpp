#include "support/catch.hpp"

#include <isometric/description/metric_name.hpp>
#include <isometric/description/metric_type.hpp>

#include <string>
#include <string_view>
#include <type_traits>

namespace {

// What a broken name does is shown in tests/compile_fail, which the compiler has to refuse.

// Functions, because clang 14 breaks off where Catch2 takes a name that is made within its macros.
template <class Name>
std::string_view view(Name name) {
  return name.view();
}
template <class Name>
std::string_view unit(Name name) {
  return name.unit();
}

TEST_CASE("a literal converts to the name of a family") {
  CHECK(view<isometric::CounterName>("requests_total") == "requests_total");
  CHECK(view<isometric::GaugeName>("queue_length") == "queue_length");
  CHECK(view<isometric::HistogramName>("request_duration_seconds") == "request_duration_seconds");
  CHECK(view<isometric::SummaryName>("request_size_bytes") == "request_size_bytes");
  CHECK(view<isometric::InfoName>("build_info") == "build_info");
}

TEST_CASE("a name knows its type and is as light as views of itself and of its unit") {
  STATIC_REQUIRE(isometric::CounterName::type == isometric::MetricType::counter);
  STATIC_REQUIRE(isometric::InfoName::type == isometric::MetricType::info);
  STATIC_REQUIRE(sizeof(isometric::CounterName) == 2 * sizeof(std::string_view));
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
  CHECK(view<isometric::GaugeName>("x") == "x");
  CHECK(view<isometric::GaugeName>("X") == "X");
  CHECK(view<isometric::GaugeName>("a1_B2") == "a1_B2");  // no lower-case letter before the B
  CHECK(view<isometric::GaugeName>("total") == "total");
  CHECK(view<isometric::GaugeName>("total_nodes") == "total_nodes");
  CHECK(view<isometric::GaugeName>("account") == "account");
  CHECK(view<isometric::GaugeName>("bucket_level") == "bucket_level");
  CHECK(view<isometric::GaugeName>("isometrics") == "isometrics");
  CHECK(view<isometric::GaugeName>("thermometers") == "thermometers");
}

TEST_CASE("promlint's idioms are accepted") {
  CHECK(unit<isometric::CounterName>("process_cpu_seconds_total") == "seconds");
  CHECK(unit<isometric::GaugeName>("build_info").empty());
  CHECK(unit<isometric::GaugeName>("last_scale_timestamp_seconds") == "seconds");
  CHECK(unit<isometric::GaugeName>("cpu_usage_ratio") == "ratio");
}

TEST_CASE("the unit is the base unit that ends the name, before _total") {
  CHECK(unit<isometric::HistogramName>("a_seconds") == "seconds");
  CHECK(unit<isometric::CounterName>("a_bytes_total") == "bytes");
  CHECK(unit<isometric::GaugeName>("a_meters") == "meters");
  CHECK(unit<isometric::GaugeName>("a_metres") == "metres");
  CHECK(unit<isometric::CounterName>("a_joules_total") == "joules");
  CHECK(unit<isometric::GaugeName>("a_grams") == "grams");
  CHECK(unit<isometric::GaugeName>("a_celsius") == "celsius");
  CHECK(unit<isometric::GaugeName>("a_kelvin") == "kelvin");
  CHECK(unit<isometric::GaugeName>("a_volts") == "volts");
  CHECK(unit<isometric::GaugeName>("a_amperes") == "amperes");
}

TEST_CASE("a name that does not end in a unit has none") {
  CHECK(unit<isometric::GaugeName>("queue_length").empty());
  CHECK(unit<isometric::CounterName>("requests_total").empty());
  CHECK(unit<isometric::GaugeName>("bytes_in_queue").empty());
  CHECK(isometric::InfoName{isometric::legacy_name("boot_seconds")}.unit().empty());
  // OpenMetrics asks for the unit as a suffix, and here it would be the whole name.
  CHECK(unit<isometric::GaugeName>("seconds").empty());
  CHECK(unit<isometric::CounterName>("seconds_total").empty());
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
