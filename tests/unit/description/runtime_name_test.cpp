#include "support/catch.hpp"
#include "support/text_matchers.hpp"

#include <isometric/description/runtime_name.hpp>

#include <stdexcept>
#include <string>
#include <string_view>

using isometric::checked_help;
using isometric::checked_label_name;
using isometric::checked_legacy_label_name;
using isometric::checked_legacy_name;
using isometric::checked_name;
using isometric::checked_prefix;
using isometric::MetricType;
using test_support::Contains;

namespace {

template <class Function>
std::string message_of(Function function) {
  try {
    function();
  } catch (const isometric::InvalidName& error) {
    return error.what();
  }
  return "no InvalidName thrown";
}

template <MetricType Type>
std::string refusal(std::string_view name) {
  return message_of([=] { static_cast<void>(checked_name<Type>(name)); });
}

TEST_CASE("a good name known only at run time is taken as it is, without a copy") {
  const std::string name = "tenant_requests_total";
  const isometric::CounterName checked = checked_name<MetricType::counter>(name);
  CHECK(checked.view() == name);
  CHECK(checked.view().data() == name.data());
}

TEST_CASE("a bad name is refused with an error that quotes it and states the rule") {
  CHECK(refusal<MetricType::counter>("requests") ==
        "isometric: invalid metric name \"requests\": counter name must end in _total "
        "(unless kept by checked_legacy_name)");
  CHECK_THROWS_AS(checked_name<MetricType::counter>("requests"), std::invalid_argument);
}

TEST_CASE("a name not in base units is refused with the unit to use") {
  CHECK(refusal<MetricType::histogram>("request_milliseconds") ==
        "isometric: invalid metric name \"request_milliseconds\": metric name must use base units "
        "such as seconds and bytes, without a prefix: use \"seconds\" instead of \"milliseconds\" "
        "(unless kept by checked_legacy_name)");
}

TEST_CASE("every naming rule holds at run time") {
  struct Case {
    std::string name;
    std::string rule;
  };
  using namespace std::string_literals;

  SECTION("for any type") {
    const Case cases[] = {
        {"", "is empty"},
        {"a:b", "must not contain a colon"},
        {"a-b", "must match letters"},
        {"a b", "must match letters"},
        {"1a", "must match letters"},
        {"a\0b"s, "must match letters"},
        {"a\n", "must match letters"},
        {"gr\xc3\xb6\xc3\x9f"
         "e",
         "must match letters"},
        {"a.b:c", "must match letters"},  // the colon is not what is wrong first
        {"__a", "two underscores"},
        {"_a", "an underscore"},
        {"_", "an underscore"},
        {"isometric_a", "must not begin with isometric_"},
        {"aB", "must be snake_case"},
        {"nodes_total", "only a counter name may end in _total"},
        {"a_bucket", "must not end in _bucket"},
        {"a_count", "must not end in _count"},
        {"a_sum", "must not end in _sum"},
        {"a_created", "must not end in _created"},
        {"a_gcount", "must not end in _created, _gcount or _gsum"},
        {"a_gsum", "must not end in _created, _gcount or _gsum"},
        {"a_gauge", "must not include a metric type"},
        {"a_GAUGE_b", "must not include a metric type"},
        {"a_kilobytes", "use \"bytes\" instead of \"kilobytes\""},
        {"a_mebibytes", "use \"bytes\" instead of \"mebibytes\""},
        {"a_mibibytes", "use \"bytes\" instead of \"mibibytes\""},
        {"minutes_a", "use \"seconds\" instead of \"minutes\""},
        {"a_s", "abbreviated units"},
        {"a_MB_b", "abbreviated units"},
    };
    for (const auto& [name, rule] : cases) {
      INFO(name);
      CHECK_THAT(refusal<MetricType::gauge>(name), Contains(rule));
    }
  }
  SECTION("for counters") {
    CHECK_THAT(refusal<MetricType::counter>("a_count"), Contains("must end in _total"));
    CHECK_THAT(refusal<MetricType::counter>("a_milliseconds_total"),
               Contains("use \"seconds\" instead of \"milliseconds\""));
    CHECK_THAT(refusal<MetricType::counter>("a_ms_total"), Contains("abbreviated units"));
    CHECK_THAT(refusal<MetricType::counter>("_total"), Contains("an underscore"));
  }
  SECTION("for histograms and summaries") {
    CHECK_THAT(refusal<MetricType::histogram>("a_info"), Contains("may end in _info"));
    CHECK_THAT(refusal<MetricType::summary>("a_info"), Contains("may end in _info"));
    CHECK_THAT(refusal<MetricType::histogram>("a_count"), Contains("must not end in _count"));
    CHECK_THAT(refusal<MetricType::summary>("a_total"), Contains("only a counter name"));
  }
  SECTION("for infos") {
    CHECK_THAT(refusal<MetricType::info>("build"), Contains("info name must end in _info"));
    CHECK_THAT(refusal<MetricType::info>("info"), Contains("info name must end in _info"));
    CHECK_THAT(refusal<MetricType::info>("build_total"), Contains("only a counter name"));
  }
  SECTION("and _info is left to info and gauge") {
    CHECK(checked_name<MetricType::info>("build_info").view() == "build_info");
    CHECK(checked_name<MetricType::gauge>("build_info").view() == "build_info");
  }
}

TEST_CASE("the first unit in a name is the one that is judged") {
  CHECK(checked_name<MetricType::gauge>("seconds_of_minutes").view() == "seconds_of_minutes");
  CHECK_THAT(refusal<MetricType::gauge>("minutes_of_seconds"), Contains("instead of \"minutes\""));
}

TEST_CASE("a refused name is quoted on one line, whatever is in it") {
  using namespace std::string_literals;
  CHECK_THAT(refusal<MetricType::gauge>("a\n\"\\\0\xff"s), Contains(R"("a\x0a\"\\\x00\xff")"));
  const std::string message = refusal<MetricType::gauge>(std::string(100000, '-'));
  CHECK(message.size() < 400);
  CHECK_THAT(message, Contains("... (100000 bytes)"));
}

TEST_CASE("a legacy name known only at run time is held to the exposition format only") {
  CHECK(checked_legacy_name("requestLatency_ms").view() == "requestLatency_ms");
  CHECK(checked_legacy_name("job:rate_count").view() == "job:rate_count");
  const isometric::GaugeName name = checked_legacy_name("_a_total");
  CHECK(name.view() == "_a_total");

  const auto refusal_of = [](std::string_view bad) {
    return message_of([=] { static_cast<void>(checked_legacy_name(bad)); });
  };
  CHECK_THAT(refusal_of(""), Contains("metric name is empty"));
  CHECK_THAT(refusal_of("a-b"), Contains("\"a-b\": metric name must match"));
  CHECK_THAT(refusal_of("__a"), Contains("two underscores"));
  CHECK_THAT(refusal_of("isometric_a"), Contains("must not begin with isometric_"));
}

TEST_CASE("a help text known only at run time is held to the rules of a literal") {
  const std::string text = "Grösse.";
  CHECK(checked_help(text).view().data() == text.data());

  const auto refusal_of = [](std::string_view bad) {
    return message_of([=] { static_cast<void>(checked_help(bad)); });
  };
  using namespace std::string_view_literals;
  CHECK_THAT(refusal_of(""), Contains("invalid help text \"\": help text is empty"));
  CHECK_THAT(refusal_of(" \t\r\n\v\f"), Contains("only white space"));
  CHECK_THAT(refusal_of("\xc3"), Contains("\"\\xc3\": help text must be valid UTF-8"));
  CHECK_THAT(refusal_of("a\0b"sv), Contains("without NUL"));
}

TEST_CASE("a label name known only at run time is held to the rules of a literal") {
  const std::string name = "zone";
  CHECK(checked_label_name(name).view().data() == name.data());

  const auto refusal_of = [](std::string_view bad) {
    return message_of([=] { static_cast<void>(checked_label_name(bad)); });
  };
  CHECK(refusal_of("") == "isometric: invalid label name \"\": label name is empty");
  CHECK_THAT(refusal_of("a-b"), Contains("\"a-b\": label name must match letters"));
  CHECK_THAT(refusal_of("a:b"), Contains("must match letters"));
  CHECK_THAT(refusal_of("__zone"), Contains("two underscores"));
  CHECK_THAT(refusal_of("le"), Contains("reserved for histogram buckets"));
  CHECK_THAT(refusal_of("quantile"), Contains("reserved for summaries"));
  CHECK_THAT(refusal_of("nodeGroup"), Contains("snake_case"));
}

TEST_CASE("a legacy label name known only at run time may be camelCase and nothing else") {
  const std::string name = "modelName";
  CHECK(checked_legacy_label_name(name).view().data() == name.data());

  const auto refusal_of = [](std::string_view bad) {
    return message_of([=] { static_cast<void>(checked_legacy_label_name(bad)); });
  };
  CHECK(refusal_of("") == "isometric: invalid label name \"\": label name is empty");
  CHECK_THAT(refusal_of("modelName-b"), Contains("label name must match letters"));
  CHECK_THAT(refusal_of("__modelName"), Contains("two underscores"));
  CHECK_THAT(refusal_of("le"), Contains("reserved for histogram buckets"));
  CHECK_THAT(refusal_of("quantile"), Contains("reserved for summaries"));
}

TEST_CASE("a refusal names the way to keep a name, if there is one") {
  CHECK_THAT(refusal<MetricType::gauge>("queueLength"), Contains("checked_legacy_name"));
  CHECK_THAT(refusal<MetricType::gauge>("queue-Length"), !Contains("legacy"));
  CHECK_THAT(refusal<MetricType::gauge>("isometric_queue:length"), !Contains("legacy"));

  const auto refusal_of = [](std::string_view bad) {
    return message_of([=] { static_cast<void>(checked_label_name(bad)); });
  };
  CHECK_THAT(refusal_of("modelName"), Contains("checked_legacy_label_name"));
  CHECK_THAT(refusal_of("model-Name"), !Contains("legacy"));
}

TEST_CASE("a prefix known only at run time is held to the rules of a literal") {
  const std::string prefix = "billing_";
  CHECK(checked_prefix(prefix).view().data() == prefix.data());
  CHECK(checked_prefix("counter_").view() == "counter_");  // as a name may begin
  CHECK(checked_prefix("read_bytes_").view() == "read_bytes_");

  const auto refusal_of = [](std::string_view bad) {
    return message_of([=] { static_cast<void>(checked_prefix(bad)); });
  };
  CHECK(refusal_of("") ==
        "isometric: invalid metric name prefix \"\": metric name prefix is empty");
  CHECK_THAT(refusal_of("a-_"), Contains("\"a-_\": metric name prefix must match letters"));
  CHECK_THAT(refusal_of("a:_"), Contains("must match letters"));
  CHECK_THAT(refusal_of("billing"), Contains("must end in an underscore"));
  CHECK_THAT(refusal_of("_"), Contains("must not begin with an underscore"));
  CHECK_THAT(refusal_of("_a_"), Contains("must not begin with an underscore"));
  CHECK_THAT(refusal_of("isometric_"), Contains("must not begin with isometric_"));
  CHECK_THAT(refusal_of("isometric_a_"), Contains("must not begin with isometric_"));
  CHECK_THAT(refusal_of("nodeGroup_"), Contains("snake_case"));
  CHECK_THAT(refusal_of("a_gauge_"), Contains("metric type"));
  CHECK_THAT(refusal_of("minutes_"), Contains("base units"));
  CHECK_THAT(refusal_of("a_ms_"), Contains("base units"));
}

}  // namespace
