#include "support/catch.hpp"
#include "support/conflicts.hpp"
#include "support/exposition.hpp"
#include "support/labels.hpp"
#include "support/snapshots.hpp"
#include "support/threads.hpp"

#include <isometric/adaptors/any_sink.hpp>
#include <isometric/adaptors/filter_sink.hpp>
#include <isometric/adaptors/labeled_sink.hpp>
#include <isometric/adaptors/prefixed_sink.hpp>
#include <isometric/adaptors/removable.hpp>
#include <isometric/adaptors/tee_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/description/runtime_buckets.hpp>
#include <isometric/description/runtime_name.hpp>
#include <isometric/exposition/exposition_format.hpp>
#include <isometric/exposition/text_writer.hpp>
#include <isometric/instruments/callback_instruments.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/dynamic_instruments.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/global_sink.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/recording_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <prometheus/counter.h>
#include <prometheus/labels.h>
#include <prometheus/registry.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

using namespace test_support;
using isometric::Counter;
using isometric::DynamicCounter;
using isometric::DynamicGauge;
using isometric::DynamicHistogram;
using isometric::DynamicSummary;
using isometric::Field;
using isometric::InvalidName;
using isometric::NullSink;
using isometric::RecordingSink;
using isometric::RegistrationConflict;
using isometric::RegistrySink;
using isometric::Removable;
using isometric::snapshot;
using isometric::testing::HasValue;
using isometric::testing::ValidExposition;

namespace {

using Jobs = DynamicCounter<RegistrySink>;

Jobs jobs_on(const RegistrySink& sink, isometric::FamilyOptions options = {}) {
  return Jobs(sink, "app_jobs_total", "Jobs.", options);
}

isometric::SeriesSelector redirected(std::string family) {
  return {"isometric_redirected_lookups_total", {{"family", std::move(family)}}};
}

std::vector<std::string> sorted_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  std::sort(lines.begin(), lines.end());
  return lines;
}

template <class Declare>
Field field_of(Declare declare) {
  return conflict_of(declare).field();
}

}  // namespace

TEST_CASE("a dynamic counter counts in the series with its labels, in whatever order they come") {
  const RegistrySink sink;
  const Jobs jobs = jobs_on(sink);
  const std::string queue = "mail";
  const std::string tag = "tenant";
  jobs.labels({{"queue", queue}, {tag, "acme"}}).inc();
  jobs.labels({{tag, "acme"}, {"queue", queue}}).inc(2);
  jobs.labels({{"queue", queue}}).inc();
  jobs.labels({}).inc(7);
  const auto seen = snapshot(sink);
  CHECK_THAT(seen, HasValue(jobs.series({{"tenant", "acme"}, {"queue", "mail"}}), 3));
  CHECK_THAT(seen, HasValue(jobs.series({{"queue", "mail"}}), 1));
  CHECK_THAT(seen, HasValue(jobs.series({}), 7));
  CHECK(series_count(sink, "app_jobs_total") == 3);
}

TEST_CASE("a series may have any number of labels") {
  const RegistrySink sink;
  const Jobs jobs = jobs_on(sink);
  for (std::size_t count = 0; count < 30; ++count) {
    std::vector<std::pair<std::string, std::string>> labels;
    for (std::size_t i = 0; i < count; ++i) {
      labels.emplace_back("label_" + std::to_string(i * 7 % 31), std::to_string(i));
    }
    jobs.labels(labels).inc();
    std::reverse(labels.begin(), labels.end());
    jobs.labels(labels).inc(2);
    CHECK_THAT(snapshot(sink), HasValue(jobs.series(labels), 3));
    if (count < 2) continue;
    labels.back().first = labels.front().first;
    CHECK_THROWS_AS(jobs.labels(labels), InvalidName);
  }
}

TEST_CASE("series of one family with different labels and buckets are one valid page") {
  const RegistrySink sink;
  const Jobs jobs = jobs_on(sink);
  const DynamicHistogram<RegistrySink> sizes(sink, "app_size_bytes", "Sizes.",
                                             isometric::buckets(1, 2));
  const DynamicSummary<RegistrySink> delays(sink, "app_delay_seconds", "Delays.");
  const DynamicGauge<RegistrySink> levels(sink, "app_level", "Levels.");
  jobs.labels({{"zone", "b"}}).inc();
  jobs.labels({{"zone", "a"}}).inc();
  jobs.labels({{"zone", "a"}, {"host", "\"h\"\\\n"}}).inc();
  jobs.labels({}).inc();
  const std::vector<double> bounds = {0.5};
  sizes.labels({{"kind", "mail"}}).observe(1);
  sizes.labels({{"type", "film"}}, isometric::checked_buckets(bounds)).observe(1);
  delays.labels({{"kind", "mail"}}, isometric::quantiles({{0.5, 0.05}})).observe(2);
  delays.labels({}).observe(3);
  levels.labels({{"a", "1"}, {"b", "2"}}).set(-1);
  std::string page;
  isometric::write_text(sink, page);
  CHECK(page ==
        "# HELP app_delay_seconds Delays.\n# TYPE app_delay_seconds summary\n"
        "app_delay_seconds_sum 3\napp_delay_seconds_count 1\n"
        "app_delay_seconds{kind=\"mail\",quantile=\"0.5\"} 2\n"
        "app_delay_seconds_sum{kind=\"mail\"} 2\napp_delay_seconds_count{kind=\"mail\"} 1\n"
        "# HELP app_jobs_total Jobs.\n# TYPE app_jobs_total counter\n"
        "app_jobs_total 1\n"
        "app_jobs_total{host=\"\\\"h\\\"\\\\\\n\",zone=\"a\"} 1\n"
        "app_jobs_total{zone=\"a\"} 1\n"
        "app_jobs_total{zone=\"b\"} 1\n"
        "# HELP app_level Levels.\n# TYPE app_level gauge\n"
        "app_level{a=\"1\",b=\"2\"} -1\n"
        "# HELP app_size_bytes Sizes.\n# TYPE app_size_bytes histogram\n"
        "app_size_bytes_bucket{kind=\"mail\",le=\"1\"} 1\n"
        "app_size_bytes_bucket{kind=\"mail\",le=\"2\"} 1\n"
        "app_size_bytes_bucket{kind=\"mail\",le=\"+Inf\"} 1\n"
        "app_size_bytes_sum{kind=\"mail\"} 1\napp_size_bytes_count{kind=\"mail\"} 1\n"
        "app_size_bytes_bucket{type=\"film\",le=\"0.5\"} 0\n"
        "app_size_bytes_bucket{type=\"film\",le=\"+Inf\"} 1\n"
        "app_size_bytes_sum{type=\"film\"} 1\napp_size_bytes_count{type=\"film\"} 1\n");
  CHECK_THAT(page, ValidExposition());
  std::string openmetrics;
  isometric::write_text(sink, openmetrics, isometric::ExpositionFormat::openmetrics);
  CHECK(python_openmetrics_reading(openmetrics).exit_code == 0);
  const ToolRun served = python_samples(page_of(*sink.collectable()));
  CHECK(served.exit_code == 0);
  CHECK(sorted_lines(served.output) == sorted_lines(python_samples(page).output));
  if (has_promtool()) CHECK(promtool_check(page).exit_code != 1);
}

TEST_CASE("labels come from a map, such as prometheus-cpp's own") {
  const RegistrySink sink;
  const Jobs jobs = jobs_on(sink);
  const prometheus::Labels labels = {{"queue", "mail"}, {"tenant", "acme"}};
  const std::vector<std::pair<std::string_view, std::string_view>> pairs = {{"tenant", "acme"},
                                                                            {"queue", "mail"}};
  jobs.labels(labels).inc();
  jobs.labels(pairs).inc();
  CHECK_THAT(snapshot(sink), HasValue(jobs.series(labels), 2));
  CHECK(jobs.remove(labels));
}

TEST_CASE("labels come from a list that was made before, legacy names among them") {
  const RegistrySink sink;
  const Jobs jobs = jobs_on(sink);
  const std::string model = "resnet";
  const std::vector<isometric::SeriesLabel> labels = {
      {"tenant", "acme"}, {isometric::legacy_label_name("modelName"), model}};
  jobs.labels(labels).inc();
  CHECK_THAT(snapshot(sink),
             HasValue({"app_jobs_total", {{"modelName", "resnet"}, {"tenant", "acme"}}}, 1));
}

TEST_CASE("what is no label of a series is refused by the compiler alone, and no trait sees it") {
  using isometric::SeriesLabels;
  using Texts = std::map<std::string, std::string>;
  STATIC_REQUIRE(std::is_convertible_v<Texts, SeriesLabels>);
  STATIC_REQUIRE(!std::is_convertible_v<std::string, SeriesLabels>);
  STATIC_REQUIRE(!std::is_convertible_v<Group, SeriesLabels>);
  STATIC_REQUIRE(!std::is_constructible_v<SeriesLabels, std::map<std::string, int>>);
  STATIC_REQUIRE(!std::is_default_constructible_v<Jobs>);
  STATIC_REQUIRE(!std::is_constructible_v<Jobs, RegistrySink, std::string>);
}

TEST_CASE("a label with an empty value is none, as it is to Prometheus") {
  const RegistrySink sink;
  const Jobs jobs = jobs_on(sink);
  jobs.labels({{"queue", "mail"}, {"tenant", ""}}).inc();
  jobs.labels({{"queue", "mail"}}).inc();
  CHECK_THAT(snapshot(sink), HasValue(jobs.series({{"queue", "mail"}}), 2));
  CHECK(series_count(sink, "app_jobs_total") == 1);
}

TEST_CASE("names and help that are no literals are checked when the family is declared") {
  const RegistrySink sink;
  const std::string bad_name = "app_jobs";
  const char* const blank = " ";
  CHECK_THROWS_AS(Jobs(sink, bad_name, "Jobs."), InvalidName);
  CHECK_THROWS_AS(Jobs(sink, "app_jobs_total", blank), InvalidName);
  CHECK(snapshot(sink).families().empty());
  const Jobs legacy(sink, isometric::legacy_name("appJobs"), std::string("Jobs."));
  legacy.labels({}).inc();
  CHECK_THAT(snapshot(sink), HasValue({"appJobs"}, 1));
  const std::string name = "app_jobs_total";
  const Jobs checked(sink, isometric::checked_name<isometric::MetricType::counter>(name), "Jobs.");
  checked.labels({}).inc();
  CHECK_THAT(snapshot(sink), HasValue({"app_jobs_total"}, 1));
}

TEST_CASE("reserved, invalid and repeated labels throw InvalidName, and make no series") {
  const RegistrySink sink;
  const Jobs jobs = jobs_on(sink);
  for (const std::string name :
       {"", "le", "quantile", "__name__", "a-b", "1a", "a:b", "camelCase", "caf\xC3\xA9"}) {
    INFO(name);
    CHECK_THROWS_AS(jobs.labels({{name, "x"}}), InvalidName);
    const std::map<std::string, std::string> labels = {{name, "x"}};
    CHECK_THROWS_AS(jobs.labels(labels), InvalidName);
    CHECK_THROWS_AS(jobs.own(labels), InvalidName);
    CHECK_THROWS_AS(jobs.remove(labels), InvalidName);
    CHECK_THROWS_AS(jobs.remove_matching(labels), InvalidName);
  }
  CHECK_THROWS_WITH(jobs.labels({{"a", "1"}, {"b", "2"}, {"a", "3"}}),
                    "isometric: a series of \"app_jobs_total\" is given the label \"a\" twice");
  CHECK_THROWS_WITH(jobs.series({{"a", "1"}, {"a", "1"}}),
                    "isometric: a series of \"app_jobs_total\" is given the label \"a\" twice");
  CHECK(series_count(sink, "app_jobs_total") == 0);
}

TEST_CASE("label names that must be kept are taken where they are called legacy, and still valid") {
  const RegistrySink sink;
  const Jobs jobs = jobs_on(sink);
  const std::map<std::string, std::string> labels = {{"modelName", "m"}, {"z", "1"}};
  CHECK_THROWS_AS(jobs.labels(labels), InvalidName);
  jobs.labels(isometric::SeriesLabels::legacy(labels)).inc();
  jobs.labels({{"z", "1"}, {isometric::legacy_label_name("modelName"), "m"}}).inc();
  const std::string name = "modelName";
  jobs.labels({{isometric::checked_legacy_label_name(name), "m"}, {"z", "1"}}).inc();
  CHECK_THAT(snapshot(sink), HasValue({"app_jobs_total", {{"modelName", "m"}, {"z", "1"}}}, 3));
  for (const std::string reserved : {"le", "quantile", "__name__", "a-b"}) {
    const std::map<std::string, std::string> refused = {{reserved, "x"}};
    CHECK_THROWS_AS(jobs.labels(isometric::SeriesLabels::legacy(refused)), InvalidName);
  }
}

TEST_CASE("a label that the sink puts on all series is refused on one of them") {
  const isometric::LabeledSink sink(RegistrySink{}, {{"zone", "east"}});
  const DynamicCounter jobs(sink, "app_jobs_total", "Jobs.");
  jobs.labels({{"a", "1"}}).inc();
  jobs.labels({{"zoo", "1"}}).inc(2);
  CHECK_THROWS_AS(jobs.labels({{"zone", "west"}}), InvalidName);
  const auto seen = snapshot(sink);
  CHECK_THAT(seen, HasValue({"app_jobs_total", {{"a", "1"}, {"zone", "east"}}}, 1));
  CHECK_THAT(seen, HasValue(jobs.series({{"zoo", "1"}}), 2));
}

TEST_CASE("dynamic series are removed one by one, by some of their labels, and all at once") {
  const RegistrySink sink;
  const Jobs jobs = jobs_on(sink);
  const auto make = [&] {
    jobs.labels({{"queue", "mail"}, {"tenant", "a"}}).inc();
    jobs.labels({{"queue", "mail"}, {"tenant", "b"}}).inc();
    jobs.labels({{"queue", "film"}}).inc();
    jobs.labels({{"tenant", "a"}}).inc();
  };
  make();
  CHECK(jobs.remove({{"tenant", "a"}, {"queue", "mail"}}));
  CHECK_FALSE(jobs.remove({{"tenant", "a"}, {"queue", "mail"}}));
  CHECK_FALSE(jobs.remove({{"queue", "mail"}}));
  CHECK(series_count(sink, "app_jobs_total") == 3);
  make();
  jobs.labels({{"tenant", "mail"}}).inc();  // another label of that value
  CHECK(jobs.remove_matching({{"queue", "mail"}}) == 2);
  CHECK(jobs.remove_matching({{"queue", "mail"}}) == 0);
  CHECK(jobs.remove_matching({{"queue", "film"}, {"tenant", "a"}}) == 0);
  make();
  CHECK(jobs.clear() == 5);
  CHECK(series_count(sink, "app_jobs_total") == 0);
}

TEST_CASE("an owned dynamic series lives as long as its last owner, and a handle outlives it") {
  const RegistrySink sink;
  const Jobs jobs = jobs_on(sink);
  std::optional<Jobs::owned_type> first(jobs.own({{"queue", "mail"}}));
  const Jobs::handle_type handle = **first;
  handle.inc();
  {
    const auto second = jobs.own({{"queue", "mail"}});
    first.reset();
    CHECK_THAT(snapshot(sink), HasValue(jobs.series({{"queue", "mail"}}), 1));
  }
  CHECK(series_count(sink, "app_jobs_total") == 0);
  handle.inc();
  jobs.labels({{"queue", "mail"}}).inc();
  CHECK_THAT(snapshot(sink), HasValue(jobs.series({{"queue", "mail"}}), 1));
}

TEST_CASE("beyond the series cap, dynamic look-ups go to one overflow series, and are counted") {
  const RegistrySink sink;
  const Jobs jobs = jobs_on(sink, {.max_series = 2});
  jobs.labels({{"queue", "a"}}).inc();
  jobs.labels({{"queue", "b"}}).inc();
  jobs.labels({{"queue", "c"}}).inc();
  jobs.labels({{"tenant", "d"}}).inc();
  jobs.labels({{"queue", "a"}}).inc();
  const auto seen = snapshot(sink);
  CHECK_THAT(seen, HasValue(jobs.series({{"isometric_overflow", "true"}}), 2));
  CHECK_THAT(seen, HasValue(jobs.series({{"queue", "a"}}), 2));
  CHECK_THAT(seen, HasValue(redirected("app_jobs_total"), 2));
  CHECK(jobs.remove({{"queue", "b"}}));
  jobs.labels({{"queue", "c"}}).inc();
  CHECK_THAT(snapshot(sink), HasValue(jobs.series({{"queue", "c"}}), 1));
}

TEST_CASE("a family knows as many label names as it may have series, also when they come and go") {
  const RegistrySink sink;
  const Jobs jobs = jobs_on(sink, {.max_series = 3});
  for (int i = 0; i < 10; ++i) {
    const auto owned = jobs.own({{"name_" + std::to_string(i), "x"}});
    owned->inc();
  }
  CHECK_THAT(snapshot(sink), HasValue(jobs.series({{"isometric_overflow", "true"}}), 7));
  CHECK_THAT(snapshot(sink), HasValue(redirected("app_jobs_total"), 7));
}

TEST_CASE("what the cap turns away takes no label name from who comes when there is room again") {
  const RegistrySink sink;
  const Jobs jobs = jobs_on(sink, {.max_series = 2});
  jobs.labels({{"queue", "a"}}).inc();
  jobs.labels({{"queue", "b"}}).inc();
  jobs.labels({{"tenant", "c"}}).inc();
  CHECK(jobs.remove({{"queue", "b"}}));
  jobs.labels({{"zone", "d"}}).inc();
  CHECK_THAT(snapshot(sink), HasValue(jobs.series({{"zone", "d"}}), 1));
  CHECK_THAT(snapshot(sink), HasValue(redirected("app_jobs_total"), 1));
}

TEST_CASE("a series that becomes the overflow series leaves its room to another") {
  const RegistrySink sink;
  const Jobs jobs = jobs_on(sink, {.max_series = 2});
  jobs.labels({{"isometric_overflow", "true"}}).inc();
  jobs.labels({{"queue", "a"}}).inc();
  jobs.labels({{"queue", "b"}}).inc();
  jobs.labels({{"queue", "c"}}).inc();
  jobs.labels({{"queue", "d"}}).inc();
  const auto seen = snapshot(sink);
  CHECK_THAT(seen, HasValue(jobs.series({{"isometric_overflow", "true"}}), 3));
  CHECK_THAT(seen, HasValue(jobs.series({{"queue", "c"}}), 1));
}

TEST_CASE("the overflow series has the family's buckets, whatever those have who are sent there") {
  const RegistrySink sink;
  const DynamicHistogram<RegistrySink> sizes(sink, "app_size_bytes", "Sizes.",
                                             isometric::buckets(1, 2), {.max_series = 1});
  sizes.labels({{"kind", "a"}}, isometric::buckets(5)).observe(1);
  sizes.labels({{"kind", "b"}}, isometric::buckets(5)).observe(1);
  sizes.labels({{"isometric_overflow", "true"}}, isometric::buckets(7)).observe(1);
  const auto overflow = snapshot(sink).histogram(sizes.series({{"isometric_overflow", "true"}}));
  CHECK(overflow.count == 2);
  CHECK(overflow.buckets.size() == 3);
}

TEST_CASE("label values that are no UTF-8 are mended, and one text is one series") {
  const RegistrySink sink;
  const Jobs jobs = jobs_on(sink);
  jobs.labels({{"queue", "\xFF"}}).inc();
  jobs.labels({{"queue", "\xFE"}}).inc();
  CHECK_THAT(snapshot(sink), HasValue(jobs.series({{"queue", "\xEF\xBF\xBD"}}), 2));
  CHECK(jobs.remove({{"queue", "\xF0"}}));
}

TEST_CASE("a series keeps the buckets that it was made with, and refuses to be another's") {
  const RegistrySink sink;
  using Sizes = DynamicHistogram<RegistrySink>;
  const Sizes sizes(sink, "app_size_bytes", "Sizes.", isometric::buckets(1, 2));
  const Sizes other(sink, "app_size_bytes", "Sizes.", isometric::buckets(5));
  sizes.labels({{"kind", "a"}}).observe(1);
  other.labels({{"kind", "b"}}).observe(1);
  const auto owned = sizes.own({{"kind", "c"}}, isometric::buckets(5));
  other.labels({{"kind", "c"}}).observe(1);
  const auto seen = snapshot(sink);
  CHECK(seen.histogram(sizes.series({{"kind", "a"}})).buckets.size() == 3);
  CHECK(seen.histogram(sizes.series({{"kind", "b"}})).buckets.size() == 2);
  CHECK(seen.histogram(sizes.series({{"kind", "c"}})).count == 1);
  const auto conflict = conflict_of([&] { other.labels({{"kind", "a"}}); });
  CHECK(conflict.field() == Field::buckets);
  CHECK(conflict.metric() == "app_size_bytes");
  CHECK(conflict.existing() == "(1, 2)");
  CHECK(conflict.requested() == "(5)");
  CHECK(contains(conflict.existing_site(), "dynamic_instruments_test.cpp:"));
  CHECK(conflict.existing_site() != conflict.requested_site());
  const auto with_itself =
      conflict_of([&] { sizes.labels({{"kind", "a"}}, isometric::buckets(7)); });
  CHECK(with_itself.requested() == "(7)");
  CHECK(with_itself.requested_site() == with_itself.existing_site());
  CHECK_THROWS_AS(sizes.own({{"kind", "b"}}), RegistrationConflict);
  CHECK(sizes.remove({{"kind", "a"}}));
  other.labels({{"kind", "a"}}).observe(1);
  CHECK(snapshot(sink).histogram(sizes.series({{"kind", "a"}})).buckets.size() == 2);
}

TEST_CASE("what is removed by a label without a value are the series without that label") {
  const auto check = []<class Sink>(const Sink& sink) {
    const DynamicCounter<Sink> jobs(sink, "app_jobs_total", "Jobs.");
    jobs.labels({{"queue", "mail"}, {"tenant", "a"}}).inc();
    jobs.labels({{"queue", "mail"}}).inc();
    jobs.labels({{"queue", "film"}}).inc();
    CHECK(jobs.remove_matching({{"queue", "mail"}, {"tenant", ""}}) == 1);
    CHECK(jobs.remove_matching({{"tenant", ""}}) == 1);
    CHECK(jobs.remove_matching({}) == 1);
  };
  check(RegistrySink());
  check(RecordingSink());
}

TEST_CASE("buckets of a series' own are no other declaration of the family") {
  const RegistrySink sink{std::make_shared<prometheus::Registry>()};
  const DynamicHistogram<RegistrySink> one(sink, "app_size_bytes", "Sizes.");
  const DynamicHistogram<RegistrySink> two(sink, "app_size_bytes", "Other help.");
  for (int i = 0; i < 3; ++i) two.labels({{"kind", "a"}}, isometric::buckets(1)).observe(1);
  CHECK_THAT(
      snapshot(sink),
      HasValue({"isometric_description_mismatches_total", {{"family", "app_size_bytes"}}}, 1));
  const RecordingSink recording;
  const DynamicHistogram<RecordingSink> sizes(recording, "app_size_bytes", "Sizes.");
  for (int i = 0; i < 3; ++i) sizes.labels({{"kind", "a"}}, isometric::buckets(1)).observe(1);
  CHECK(recording.log().of(isometric::Operation::declare).size() == 1);
}

TEST_CASE("a sink that rejects duplicates lets a series have buckets of its own") {
  const RegistrySink sink{
      isometric::RegistryOptions{.on_duplicate = isometric::OnDuplicate::reject}};
  const DynamicHistogram<RegistrySink> sizes(sink, "app_size_bytes", "Sizes.",
                                             isometric::buckets(1, 2));
  sizes.labels({{"kind", "a"}}).observe(1);
  sizes.labels({{"kind", "b"}}, isometric::buckets(5)).observe(1);
  CHECK(snapshot(sink).histogram(sizes.series({{"kind", "b"}})).buckets.size() == 2);
  CHECK(field_of([&] {
          DynamicHistogram<RegistrySink>(sink, "app_size_bytes", "Sizes.",
                                         isometric::buckets(1, 2));
        }) == Field::name);
}

TEST_CASE("a summary's series may estimate other quantiles than its family, or none") {
  const RegistrySink sink;
  const DynamicSummary<RegistrySink> delays(sink, "app_delay_seconds", "Delays.",
                                            isometric::quantiles({{0.5, 0.05}}));
  delays.labels({{"kind", "a"}}).observe(1);
  delays.labels({{"kind", "b"}}, isometric::Quantiles()).observe(1);
  const auto seen = snapshot(sink);
  CHECK(seen.summary(delays.series({{"kind", "a"}})).quantiles.size() == 1);
  CHECK(seen.summary(delays.series({{"kind", "b"}})).quantiles.empty());
  CHECK(field_of([&] { delays.labels({{"kind", "b"}}); }) == Field::quantiles);
  CHECK(field_of([&] {
          delays.labels({{"kind", "a"}},
                        isometric::quantiles({{0.5, 0.05}}, {.max_age_seconds = 600}));
        }) == Field::quantiles);
}

TEST_CASE("a block that somebody kept goes on with the series that are there, or its own anew") {
  const RegistrySink sink;
  const double few[] = {5};
  const double more[] = {1, 2};
  isometric::FamilyDescriptor described;
  described.type = isometric::MetricType::histogram;
  described.name = "app_size_bytes";
  described.help = "Sizes.";
  described.buckets = more;
  const auto family = sink.dynamic().histogram(described);
  described.buckets = few;
  const auto of_few = sink.dynamic().histogram(described);
  const std::string_view labels[] = {"kind", "a"};
  const isometric::SeriesSelector series{"app_size_bytes", {{"kind", "a"}}};

  const auto block = of_few.block(labels);
  CHECK(family.remove(labels, 0));
  block.series(0).observe(1);
  CHECK(snapshot(sink).histogram(series).buckets.size() == 2);

  CHECK(family.remove(labels, 0));
  family.block(labels).series(0).observe(1);
  block.series(0).observe(1);
  CHECK(snapshot(sink).histogram(series).count == 2);
  CHECK(snapshot(sink).histogram(series).buckets.size() == 3);
}

TEST_CASE("two instruments of one dynamic family share its series, another kind is a conflict") {
  const RegistrySink sink;
  const Jobs ours = jobs_on(sink);
  const Jobs theirs = jobs_on(sink);
  ours.labels({{"queue", "mail"}}).inc();
  theirs.labels({{"queue", "mail"}}).inc();
  CHECK_THAT(snapshot(sink), HasValue(ours.series({{"queue", "mail"}}), 2));
  CHECK(field_of([&] {
          DynamicGauge<RegistrySink>(sink, isometric::legacy_name("app_jobs_total"), "Jobs.");
        }) == Field::type);
  CHECK(field_of([&] { Counter<RegistrySink>(sink, "app_jobs_total", "Jobs."); }) ==
        Field::series_kind);
  CHECK(field_of([&] { Counter<Removable<RegistrySink>>(sink, "app_jobs_total", "Jobs."); }) ==
        Field::series_kind);
  CHECK(field_of([&] {
          DynamicHistogram<RegistrySink>(sink, "app_jobs", "Jobs.");
          Counter<RegistrySink>(sink, isometric::legacy_name("app_jobs_count"), "Jobs.");
        }) == Field::derived_name);
}

TEST_CASE("series that other code has in a dynamic family are shown beside those of the sink") {
  const auto registry = std::make_shared<prometheus::Registry>();
  auto& raw = prometheus::BuildCounter().Name("app_jobs_total").Help("Jobs.").Register(*registry);
  raw.Add({{"host", "a"}}).Increment(4);
  const RegistrySink sink(registry);
  const Jobs jobs = jobs_on(sink);
  jobs.labels({{"queue", "mail"}}).inc();
  raw.Add({{"host", "b"}, {"tenant", "x"}}).Increment(5);
  auto seen = snapshot(sink);
  CHECK_THAT(seen, HasValue({"app_jobs_total", {{"host", "a"}}}, 4));
  CHECK_THAT(seen, HasValue({"app_jobs_total", {{"queue", "mail"}}}, 1));
  CHECK_THAT(seen, HasValue({"app_jobs_total", {{"host", "b"}, {"tenant", "x"}}}, 5));
  CHECK(seen.find_family("isometric_scrape_conflicts_total") == nullptr);
  CHECK(python_samples(page_of(*sink.collectable())).exit_code == 0);

  // The same series twice is what no page can have.
  jobs.labels({{"host", "a"}}).inc();
  std::string page;
  isometric::write_text(sink, page);
  CHECK_THAT(page, ValidExposition());
  CHECK_THAT(snapshot(sink),
             HasValue({"isometric_scrape_conflicts_total", {{"family", "app_jobs_total"}}}, 1));
}

TEST_CASE("dynamic families go through every adaptor to the sink inside") {
  using isometric::MetricType;
  const RegistrySink registry;
  const RecordingSink recording;
  const auto is_kept = [](MetricType type) { return type == MetricType::counter; };
  const isometric::TeeSink tee(isometric::FilterSink(registry, is_kept), recording);
  const isometric::PrefixedSink prefixed(tee, "app_");
  const isometric::LabeledSink labeled(prefixed, {{"zone", "east"}});
  const isometric::AnySink sink = labeled;
  const DynamicCounter jobs(sink, "jobs_total", "Jobs.");
  const DynamicGauge levels(sink, "level", "Levels.");
  jobs.labels({{"queue", "mail"}}).inc();
  levels.labels({{"queue", "mail"}}).set(3);
  const isometric::SeriesSelector of_jobs("app_jobs_total", {{"queue", "mail"}, {"zone", "east"}});
  const isometric::SeriesSelector of_level("app_level", {{"queue", "mail"}, {"zone", "east"}});
  CHECK(jobs.series({{"queue", "mail"}}) == of_jobs);
  CHECK_THAT(snapshot(registry), HasValue(of_jobs, 1));
  CHECK(snapshot(registry).find_family("app_level") == nullptr);
  CHECK_THAT(recording.snapshot(), HasValue(of_jobs, 1));
  CHECK_THAT(recording.snapshot(), HasValue(of_level, 3));
  CHECK(jobs.remove_matching({{"queue", "mail"}}) == 1);
  CHECK(series_count(registry, "app_jobs_total") == 0);
}

TEST_CASE("a sink of unknown type without dynamic families says so when one is declared") {
  struct FixedSink {
    auto counter(const isometric::FamilyDescriptor& family) const { return sink.counter(family); }
    auto gauge(const isometric::FamilyDescriptor& family) const { return sink.gauge(family); }
    auto histogram(const isometric::FamilyDescriptor& family) const {
      return sink.histogram(family);
    }
    auto summary(const isometric::FamilyDescriptor& family) const { return sink.summary(family); }
    RegistrySink sink;
  };
  const isometric::AnySink sink = FixedSink{};
  CHECK(field_of([&] { DynamicCounter(sink, "app_jobs_total", "Jobs."); }) == Field::series_kind);
}

TEST_CASE("on a NullSink a dynamic instrument does nothing, whatever its labels") {
  const NullSink sink;
  const DynamicCounter jobs(sink, "app_jobs_total", "Jobs.");
  jobs.labels({{"a", "1"}, {"a", "2"}}).inc();
  jobs.own({{"a", "1"}})->inc();
  CHECK_FALSE(jobs.remove({{"a", "1"}}));
  CHECK(jobs.clear() == 0);
}

TEST_CASE("a recording sink writes down what happens to dynamic series") {
  const RecordingSink sink;
  const DynamicCounter jobs(sink, "app_jobs_total", "Jobs.");
  jobs.labels({{"queue", "mail"}}).inc();
  jobs.labels({{"host", "a"}}).inc();
  const DynamicHistogram sizes(sink, "app_size_bytes", "Sizes.", isometric::buckets(1));
  sizes.labels({{"kind", "b"}}, isometric::buckets(1, 2)).observe(1.5);
  CHECK(sink.log().updates().of(jobs.series({{"queue", "mail"}})).size() == 1);
  CHECK(sink.snapshot().histogram(sizes.series({{"kind", "b"}})).buckets.size() == 3);
  CHECK_THROWS_AS(sizes.labels({{"kind", "b"}}), RegistrationConflict);
  CHECK(jobs.remove_matching({{"queue", "mail"}}) == 1);
  CHECK(sink.snapshot().find_series(jobs.series({{"queue", "mail"}})) == nullptr);
}

// A family that is removable, dynamic or of callbacks, and has lost all.

TEST_CASE("a family whose series and instruments are all gone is declared anew, in any way") {
  const RegistrySink sink;
  {
    const Jobs jobs = jobs_on(sink);
    jobs.labels({{"queue", "mail"}}).inc();
    jobs.clear();
    // Its instrument is still there.
    CHECK(field_of([&] {
            DynamicGauge<RegistrySink>(sink, isometric::legacy_name("app_jobs_total"), "Jobs.");
          }) == Field::type);
  }
  {
    const isometric::Gauge<Removable<RegistrySink>, Group> levels(
        sink, isometric::legacy_name("app_jobs_total"), "Levels, of all things.");
    levels.labels("a").set(2);
    CHECK_THAT(snapshot(sink), HasValue(levels.series("a"), 2));
    levels.clear();
  }
  {
    const isometric::CallbackGauge<RegistrySink> level(
        sink, isometric::legacy_name("app_jobs_total"), "Level.");
    const auto registration = level.add([] { return 3; });
    CHECK_THAT(snapshot(sink), HasValue(level.series(), 3));
  }
  const Counter<RegistrySink, Group> jobs(sink, "app_jobs_total", "Jobs.");
  jobs.labels("a").inc();
  CHECK(page_of(*sink.collectable()) ==
        "# HELP app_jobs_total Jobs.\n# TYPE app_jobs_total counter\n"
        "app_jobs_total{group=\"a\"} 1\n");
  CHECK(field_of([&] { jobs_on(sink); }) == Field::series_kind);
}

TEST_CASE("a family is not declared anew while a series, an owner or a copy is left") {
  const RegistrySink sink;
  const auto declare_otherwise = [&] {
    DynamicGauge<RegistrySink>(sink, isometric::legacy_name("app_jobs_total"), "Jobs.");
  };
  std::optional<Jobs> copy;
  std::optional<Jobs::owned_type> owned;
  {
    const Jobs jobs = jobs_on(sink);
    jobs.labels({{"queue", "mail"}}).inc();
    copy.emplace(jobs);
    owned.emplace(jobs.own({{"queue", "film"}}));
  }
  CHECK(field_of(declare_otherwise) == Field::type);
  copy->clear();
  copy.reset();
  CHECK(field_of(declare_otherwise) == Field::type);
  const auto handle = **owned;
  owned.reset();
  CHECK_NOTHROW(declare_otherwise());
  // What is left of the family that was: a handle, which shows nowhere and may do anything.
  handle.inc();
  handle.inc(-1);
  CHECK(series_count(sink, "app_jobs_total") == 0);
  jobs_on(sink).labels({{"queue", "mail"}}).inc();
  CHECK(series_count(sink, "app_jobs_total") == 1);
}

TEST_CASE("a family whose only series goes with its owner is declared anew") {
  const RegistrySink sink;
  {
    const auto owned = jobs_on(sink).own({{"queue", "mail"}});
  }
  const DynamicGauge<RegistrySink> other(sink, isometric::legacy_name("app_jobs_total"), "Jobs.");
  other.labels({{"queue", "mail"}}).set(3);
  CHECK_THAT(snapshot(sink), HasValue(other.series({{"queue", "mail"}}), 3));
}

TEST_CASE("series without an instrument keep their family, and their values") {
  const RegistrySink sink;
  jobs_on(sink).labels({{"queue", "mail"}}).inc();
  CHECK_THAT(snapshot(sink), HasValue({"app_jobs_total", {{"queue", "mail"}}}, 1));
  jobs_on(sink).labels({{"queue", "mail"}}).inc();
  CHECK_THAT(snapshot(sink), HasValue({"app_jobs_total", {{"queue", "mail"}}}, 2));
}

TEST_CASE("a scrape that has begun reads a family to the end, though it is declared anew") {
  const RegistrySink sink;
  const auto source = sink.scrape_source();
  std::optional<Jobs> jobs(jobs_on(sink));
  jobs->labels({{"queue", "mail"}}).inc();
  const auto scrape = source->scrape();
  jobs->clear();
  jobs.reset();
  const DynamicGauge<RegistrySink> levels(sink, isometric::legacy_name("app_jobs_total"),
                                          "Levels.");
  levels.labels({{"queue", "mail"}}).set(3);
  REQUIRE(scrape->families().size() == 1);
  CHECK(scrape->families()[0]->descriptor().help == "Jobs.");
  CHECK(isometric::Snapshot(*scrape).find_series(levels.series({{"queue", "mail"}})) == nullptr);
  CHECK_THAT(snapshot(sink), HasValue(levels.series({{"queue", "mail"}}), 3));
}

TEST_CASE("a plug-in that is loaded again while others scrape is never in conflict with its past") {
  const RegistrySink sink;
  const Counter<RegistrySink, Group> others(sink, "app_others_total", "Others.");
  for (int i = 0; i < 1000; ++i) others.labels(std::to_string(i)).inc();
  std::atomic<bool> has_ended = false;
  std::atomic<int> conflicts = 0;
  in_threads(2, [&](std::size_t thread) {
    while (thread == 1 && !has_ended) static_cast<void>(snapshot(sink));
    for (int round = 0; thread == 0 && round < 300; ++round) {
      try {
        if (round % 2 == 0) {
          jobs_on(sink).own({{"queue", "mail"}})->inc();
        } else {
          const DynamicGauge<RegistrySink> levels(sink, isometric::legacy_name("app_jobs_total"),
                                                  "Levels.");
          levels.own({{"queue", "mail"}})->set(1);
        }
      } catch (const RegistrationConflict&) {
        ++conflicts;
      }
    }
    if (thread == 0) has_ended = true;
  });
  CHECK(conflicts == 0);
}

TEST_CASE("on an adopted registry a family is declared anew with other labels and buckets") {
  const auto registry = std::make_shared<prometheus::Registry>();
  const RegistrySink sink(registry);
  {
    const isometric::Histogram<Removable<RegistrySink>, Group> sizes(
        sink, "app_size_bytes", "Sizes.", isometric::buckets(1));
    sizes.labels("a").observe(1);
    sizes.clear();
  }
  const isometric::Histogram<Removable<RegistrySink>, Way> sizes(sink, "app_size_bytes", "Sizes.",
                                                                 isometric::buckets(1, 2));
  sizes.labels(Direction::up).observe(1);
  CHECK(snapshot(sink).histogram(sizes.series(Direction::up)).buckets.size() == 3);
  // prometheus-cpp knows the name's type for good.
  {
    const Jobs jobs = jobs_on(sink);
  }
  CHECK(field_of([&] {
          DynamicGauge<RegistrySink>(sink, isometric::legacy_name("app_jobs_total"), "Jobs.");
        }) == Field::type);
}

TEST_CASE("dynamic families are used, abandoned, declared anew and scraped in many threads") {
  const RegistrySink sink;
  std::atomic<int> conflicts = 0;
  in_threads(4, [&](std::size_t thread) {
    for (int round = 0; round < 200; ++round) {
      if (thread == 3) {
        static_cast<void>(snapshot(sink));
        static_cast<void>(snapshot(sink, "app_jobs_total"));
        static_cast<void>(sink.collectable()->Collect());
        continue;
      }
      try {
        if ((static_cast<std::size_t>(round) + thread) % 2 == 0) {
          const Jobs jobs = jobs_on(sink);
          const auto owned = jobs.own({{"thread", std::to_string(thread)}});
          const auto handle = *owned;
          handle.inc();
          handle.inc(-1);
        } else {
          const DynamicGauge<RegistrySink> levels(sink, isometric::legacy_name("app_jobs_total"),
                                                  "Levels.");
          levels.own({{"a", "1"}, {"thread", std::to_string(thread)}})->set(1);
        }
      } catch (const RegistrationConflict&) {
        ++conflicts;
      }
    }
  });
  CHECK(conflicts < 600);
  CHECK(series_count(sink, "app_jobs_total") == 0);
}
