#include "support/catch.hpp"
#include "support/exposition.hpp"
#include "support/labels.hpp"

#include <isometric/adaptors/removable.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/info.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <string>
#include <string_view>
#include <type_traits>

using namespace test_support;
using isometric::Field;
using isometric::Gauge;
using isometric::Info;
using isometric::MetricType;
using isometric::NullSink;
using isometric::RegistrationConflict;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::testing::ConflictsOn;
using isometric::testing::HasValue;
using isometric::testing::OnlyChanged;

namespace {

using Version = isometric::Label<"version">;
using Revision = isometric::Label<"revision">;
using Build = Info<RegistrySink, Version, Revision>;

}  // namespace

TEST_CASE("an info shows a series with the value 1 for what it is set to") {
  const RegistrySink sink;
  const Build build(sink, "app_build_info", "What was built.");
  const auto before = snapshot(sink);
  build.set("1.2.3", std::string("abc"));
  CHECK_THAT(snapshot(sink) - before, OnlyChanged(build.series("1.2.3", "abc"), 1));
}

TEST_CASE("an info shows nothing before it is set") {
  const RegistrySink sink;
  const Build build(sink, "app_build_info", "What was built.");
  CHECK(snapshot(sink).families().empty());
  CHECK(page_of(*sink.collectable()).empty());
}

TEST_CASE("an info is of type info, keeps its help and has no unit") {
  const RegistrySink sink;
  const Info<RegistrySink, Version> build(sink, "app_build_info", "What was built.");
  const Info<RegistrySink, Version> uptime(sink, isometric::legacy_name("app_seconds"), "Legacy.");
  build.set("1");
  uptime.set("1");
  const auto seen = snapshot(sink);
  REQUIRE(seen.find_family("app_build_info") != nullptr);
  CHECK(seen.find_family("app_build_info")->type == MetricType::info);
  CHECK(seen.find_family("app_build_info")->help == "What was built.");
  REQUIRE(seen.find_family("app_seconds") != nullptr);
  CHECK(seen.find_family("app_seconds")->unit.empty());
}

TEST_CASE("an info that is set again changes nothing") {
  const RegistrySink sink;
  const Build build(sink, "app_build_info", "What was built.");
  build.set("1.2.3", "abc");
  const auto before = snapshot(sink);
  build.set("1.2.3", "abc");
  CHECK((snapshot(sink) - before).changes().empty());
}

TEST_CASE("an info that is set to something else shows both") {
  const RegistrySink sink;
  const Build build(sink, "app_build_info", "What was built.");
  build.set("1.2.3", "abc");
  build.set("1.2.3", "def");
  const auto seen = snapshot(sink);
  CHECK_THAT(seen, HasValue(build.series("1.2.3", "abc"), 1));
  CHECK_THAT(seen, HasValue(build.series("1.2.3", "def"), 1));
}

TEST_CASE("several servers on one registry show their infos in one family") {
  const RegistrySink sink;
  const Build first(sink, "app_build_info", "What was built.");
  const Build second(sink, "app_build_info", "What was built.");
  first.set("1", "a");
  second.set("2", "b");
  const auto seen = snapshot(sink);
  CHECK_THAT(seen, HasValue(first.series("1", "a"), 1));
  CHECK_THAT(seen, HasValue(first.series("2", "b"), 1));
}

TEST_CASE("an info prints as a gauge of its name, which promtool accepts") {
  const RegistrySink sink;
  const Build build(sink, "app_build_info", "What was built.");
  build.set("1.2.3\n\"", "a\\b");
  const auto page = page_of(*sink.collectable());
  CHECK(page ==
        "# HELP app_build_info What was built.\n"
        "# TYPE app_build_info gauge\n"
        "app_build_info{revision=\"a\\\\b\",version=\"1.2.3\\n\\\"\"} 1\n");
  if (!has_promtool()) return;
  const auto run = promtool_check(page);
  CAPTURE(run.output);
  CHECK(run.exit_code == 0);
}

TEST_CASE("an info and a gauge of one name contradict each other") {
  const RegistrySink sink;
  const Build build(sink, "app_build_info", "What was built.");
  using BuildGauge = Gauge<RegistrySink, Version, Revision>;
  CHECK_THROWS_MATCHES(BuildGauge(sink, "app_build_info", "What was built."), RegistrationConflict,
                       ConflictsOn(Field::type, {.existing = "info", .requested = "gauge"}));
}

TEST_CASE("an info beyond its series cap is counted") {
  const RegistrySink sink;
  const Info<RegistrySink, Version> build(sink, "app_build_info", "What was built.",
                                          {.max_series = 1});
  build.set("1");
  build.set("2");
  const auto seen = snapshot(sink);
  CHECK_THAT(seen, HasValue(build.series("isometric_overflow"), 1));
  CHECK_THAT(seen,
             HasValue({"isometric_redirected_lookups_total", {{"family", "app_build_info"}}}, 1));
}

TEST_CASE("the series of an info is 1 before its only update") {
  const RegistrySink sink;
  const isometric::LabelDescriptor labels[] = {{"version", {}}};
  isometric::FamilyDescriptor descriptor;
  descriptor.type = MetricType::info;
  descriptor.name = "app_build_info";
  descriptor.help = "What was built.";
  descriptor.labels = labels;
  const std::string_view version = "1";
  static_cast<void>(sink.gauge(descriptor).block({&version, 1}));
  CHECK_THAT(snapshot(sink), HasValue({"app_build_info", {{"version", "1"}}}, 1));
}

TEST_CASE("an info over a removable sink takes its series away again") {
  const RegistrySink sink;
  const Info<isometric::Removable<RegistrySink>, Version, Revision> build(sink, "app_build_info",
                                                                          "What was built.");
  const auto count = [&] {
    const auto seen = snapshot(sink);
    const auto* family = seen.find_family("app_build_info");
    return family == nullptr ? 0 : family->series.size();
  };
  build.set("1", "a");
  build.set("1", "b");
  build.set("2", "a");
  CHECK(count() == 3);
  CHECK(build.remove("2", "a"));
  CHECK_FALSE(build.remove("2", "a"));
  CHECK(count() == 2);
  CHECK(build.remove_matching<Revision>("b") == 1);
  CHECK_THAT(snapshot(sink), HasValue(build.series("1", "a"), 1));
  CHECK(build.clear() == 1);
  CHECK(count() == 0);
}

TEST_CASE("an info that is owned shows as long as its owner lives") {
  const RegistrySink sink;
  const Info<isometric::Removable<RegistrySink>, Version> build(sink, "app_build_info",
                                                                "What was built.");
  {
    const auto owned = build.own("1");
    CHECK_THAT(snapshot(sink), HasValue(build.series("1"), 1));
  }
  CHECK(snapshot(sink).families().empty());
}

TEST_CASE("an info on a sink that keeps nothing takes everything") {
  const Info<NullSink, Version> build(NullSink{}, "app_build_info", "What was built.");
  build.set("1");
  STATIC_REQUIRE(std::is_empty_v<Info<NullSink, Version>>);
}
