#include "support/catch.hpp"
#include "support/conflicts.hpp"
#include "support/exposition.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/build_info.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>
#include <isometric/version.hpp>

#include <string>
#include <type_traits>
#include <vector>

using isometric::BuildInfo;
using isometric::NullSink;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::testing::HasValue;

namespace {

/// The labels of the only series of a family.
isometric::LabelPairs labels(const RegistrySink& sink, const char* family) {
  const auto seen = snapshot(sink);
  REQUIRE(seen.find_family(family) != nullptr);
  REQUIRE(seen.find_family(family)->series.size() == 1);
  return seen.find_family(family)->series.front().labels;
}

std::string label(const RegistrySink& sink, const std::string& name) {
  for (const auto& [label, value] : labels(sink, "app_build_info")) {
    if (label == name) return value;
  }
  return "(no such label)";
}

}  // namespace

TEST_CASE("a build info tells version and revision as they were given") {
  const RegistrySink sink;
  const std::string revision = "9f86d081";
  const BuildInfo build{sink, "app_build_info", "1.2.3", revision};
  CHECK(label(sink, "version") == "1.2.3");
  CHECK(label(sink, "revision") == "9f86d081");
}

TEST_CASE("a build info tells the compiler, the standard and the library's version") {
  const RegistrySink sink;
  const BuildInfo build{sink, "app_build_info", "1.2.3", "9f86d081"};
  // Clang's own text may have a vendor's words around the number.
  const std::string compiler = label(sink, "compiler");
  CAPTURE(compiler, std::string(__VERSION__));
#if defined(__clang__)
  CHECK(compiler.find("clang ") != std::string::npos);
#else
  CHECK(compiler.starts_with("gcc "));
#endif
  CHECK(test_support::contains(__VERSION__, compiler.substr(compiler.rfind(' ') + 1)));
  CHECK(label(sink, "standard") == (__cplusplus == 202002L ? "c++20" : "c++23"));
  CHECK(label(sink, "isometric_version") == std::to_string(isometric::version_major) + "." +
                                                std::to_string(isometric::version_minor) + "." +
                                                std::to_string(isometric::version_patch));
}

TEST_CASE("a build info is an info with the value 1 and no other labels") {
  const RegistrySink sink;
  const BuildInfo build{sink, "app_build_info", "1.2.3", "9f86d081"};
  const auto seen = labels(sink, "app_build_info");
  std::vector<std::string> names;
  for (const auto& [name, value] : seen) names.push_back(name);
  CHECK(names == std::vector<std::string>{"compiler", "isometric_version", "revision", "standard",
                                          "version"});
  CHECK_THAT(snapshot(sink), HasValue({"app_build_info", seen}, 1));
  CHECK(snapshot(sink).find_family("app_build_info")->type == isometric::MetricType::info);
}

TEST_CASE("a build info stays when the object that made it is gone") {
  const RegistrySink sink;
  {
    const BuildInfo build{sink, "app_build_info", "1.2.3", "9f86d081"};
  }
  CHECK(label(sink, "version") == "1.2.3");
}

TEST_CASE("servers of one build share a series on one registry, and have their own on others") {
  const RegistrySink sink;
  const BuildInfo first{sink, "app_build_info", "1.2.3", "9f86d081"};
  const BuildInfo second{sink, "app_build_info", "1.2.3", "9f86d081"};
  CHECK(labels(sink, "app_build_info").size() == 5);
  const RegistrySink other;
  const BuildInfo third{other, "app_build_info", "2.0.0", ""};
  CHECK(label(other, "version") == "2.0.0");
  CHECK(label(other, "revision").empty());
}

TEST_CASE("a build info of any text prints so that promtool accepts it") {
  const RegistrySink sink;
  const BuildInfo build{sink, "app_build_info", "1.2.3\n\"", "dirty \xff\\"};
  const std::string page = test_support::page_of(*sink.collectable());
  CHECK(test_support::contains(page, "version=\"1.2.3\\n\\\"\""));
  if (!test_support::has_promtool()) return;
  const auto run = test_support::promtool_check(page);
  CHECK(run.output.empty());
  CHECK(run.exit_code == 0);
}

TEST_CASE("a conflict over a build info's name says where the build info is declared") {
  const RegistrySink sink;
  const isometric::Info<RegistrySink, isometric::Label<"mode">> info{sink, "app_build_info",
                                                                     "Another."};
  const auto conflict = test_support::conflict_of(
      [&] { const BuildInfo build{sink, "app_build_info", "1.2.3", "9f86d081"}; });
  CHECK(test_support::contains(conflict.what(),
                               "build_info_test.cpp:" + std::to_string(__LINE__ - 2)));
}

TEST_CASE("a build info on a sink that keeps nothing keeps nothing") {
  const BuildInfo build{NullSink{}, "app_build_info", "1.2.3", "9f86d081"};
  STATIC_REQUIRE(std::is_empty_v<BuildInfo<NullSink>>);
}
