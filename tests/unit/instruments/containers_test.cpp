#include "support/catch.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/help.hpp>
#include <isometric/description/label.hpp>
#include <isometric/description/metric_name.hpp>
#include <isometric/description/runtime_name.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <array>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

using isometric::CounterName;
using isometric::Help;
using isometric::RegistrySink;

namespace {

using Counter = isometric::Counter<RegistrySink>;
using Histogram = isometric::Histogram<RegistrySink>;

TEST_CASE("a vector and a map are filled with instruments that are made in place") {
  const RegistrySink sink;
  std::vector<Counter> counters;
  counters.emplace_back(sink, CounterName("app_one_total"), Help("A."));
  counters.push_back({sink, "app_two_total", "B."});
  std::map<int, Counter> by_number;
  by_number.try_emplace(3, sink, CounterName("app_three_total"), Help("C."));
  by_number.insert({4, {sink, "app_four_total", "D."}});

  for (const auto& counter : counters) counter.inc();
  by_number.at(3).inc(3);
  by_number.at(4).inc(4);
  CHECK(snapshot(sink).value({"app_one_total"}) == 1);
  CHECK(snapshot(sink).value({"app_two_total"}) == 1);
  CHECK(snapshot(sink).value({"app_three_total"}) == 3);
  CHECK(snapshot(sink).value({"app_four_total"}) == 4);
}

TEST_CASE("a vector that is written out is made of literals") {
  const RegistrySink sink;
  const std::vector<Counter> counters{{sink, "app_one_total", "A."}, {sink, "app_two_total", "B."}};
  counters[1].inc(2);
  CHECK(snapshot(sink).value({"app_two_total"}) == 2);
}

TEST_CASE("an optional instrument is made later, in place or from literals") {
  const RegistrySink sink;
  std::optional<Counter> first;
  std::optional<Counter> second;
  first.emplace(sink, CounterName("app_one_total"), Help("A."));
  second = Counter(sink, "app_two_total", "B.");
  const std::optional<Counter> third(std::in_place, sink, CounterName("app_three_total"),
                                     Help("C."));
  first->inc(1);
  second->inc(2);
  third->inc(3);
  CHECK(snapshot(sink).value({"app_one_total"}) == 1);
  CHECK(snapshot(sink).value({"app_two_total"}) == 2);
  CHECK(snapshot(sink).value({"app_three_total"}) == 3);
}

TEST_CASE("an instrument on the heap is made with names, or with new and literals") {
  const RegistrySink sink;
  const auto made = std::make_unique<Counter>(sink, CounterName("app_one_total"), Help("A."));
  const std::unique_ptr<Counter> by_new(new Counter(sink, "app_two_total", "B."));
  const auto shared = std::make_shared<Histogram>(
      sink, isometric::HistogramName("app_three_seconds"), Help("C."), isometric::buckets(1, 2));
  made->inc(1);
  by_new->inc(2);
  shared->observe(1);
  CHECK(snapshot(sink).value({"app_one_total"}) == 1);
  CHECK(snapshot(sink).value({"app_two_total"}) == 2);
  CHECK(snapshot(sink).find_family("app_three_seconds")->series.size() == 1);
}

enum class Queue : std::size_t { mail, print };

TEST_CASE("an array by enumeration holds one instrument for each enumerator") {
  const RegistrySink sink;
  const std::array<Counter, 2> jobs{
      {{sink, "app_mail_jobs_total", "Mails."}, {sink, "app_print_jobs_total", "Prints."}}};
  jobs[static_cast<std::size_t>(Queue::print)].inc(2);
  CHECK(snapshot(sink).value({"app_mail_jobs_total"}) == 0);
  CHECK(snapshot(sink).value({"app_print_jobs_total"}) == 2);
}

TEST_CASE("instruments whose names come from a configuration live in a map of them") {
  const RegistrySink sink;
  std::map<std::string, Counter> counters;
  for (const std::string name : {"app_one_total", "app_two_total"}) {
    counters.try_emplace(name, sink, isometric::checked_name<isometric::MetricType::counter>(name),
                         isometric::checked_help("Of " + name));
  }
  counters.at("app_two_total").inc();
  CHECK(snapshot(sink).value({"app_two_total"}) == 1);
  CHECK(snapshot(sink).find_family("app_one_total")->help == "Of app_one_total");
}

TEST_CASE("traits see the constructors that there are, and no more") {
  using Name = const char(&)[12];
  using Text = const char(&)[3];
  STATIC_REQUIRE(std::is_constructible_v<Counter, const RegistrySink&, CounterName, Help>);
  STATIC_REQUIRE(std::is_constructible_v<Counter, const RegistrySink&, Name, Text>);
  STATIC_REQUIRE_FALSE(std::is_default_constructible_v<Counter>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<Counter, const RegistrySink&, Name>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<Counter, const RegistrySink&, std::string, Text>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<Counter, const RegistrySink&, const char*, Text>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<Counter, const RegistrySink&, Name, std::string>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<Counter, const RegistrySink*, Name, Text>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<Counter, Name, Text>);
  STATIC_REQUIRE_FALSE(
      std::is_constructible_v<Histogram, const RegistrySink&, Name, Text, std::vector<double>>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<std::string, CounterName>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<isometric::GaugeName, CounterName>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<std::vector<double>, isometric::Buckets>);
}

}  // namespace
