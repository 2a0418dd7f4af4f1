#include "support/catch.hpp"

#include <isometric/description/metric_type.hpp>
#include <isometric/exposition/text_writer.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/testing/parse_page.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

// What parse_page reads from pages, and word by word what it says of broken ones. Which pages are
// broken is in parse_page_judges_test.cpp.

using isometric::ExpositionFormat;
using isometric::FamilySnapshot;
using isometric::HistogramSample;
using isometric::MetricType;
using isometric::Snapshot;
using isometric::SummarySample;
using isometric::write_text;
using isometric::testing::parse_page;

namespace {

std::string problems_in(std::string_view page) {
  std::ostringstream text;
  for (const auto& problem : parse_page(page).problems) text << problem << '\n';
  return text.str();
}

/// A family of each type, and strings that are hard to read back.
std::vector<FamilySnapshot> all_that_there_is() {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  constexpr std::uint64_t many = std::numeric_limits<std::uint64_t>::max();
  const std::string odd = "a \"b\" \\ \\n \n {x=\"1\"} # , = \t\r\xF0\x9F\x98\x80 ";
  return {
      {"app_moves_total",
       "Moves " + odd,
       MetricType::counter,
       {{{{"a", "1"}, {"group", odd}}, 0.1 + 0.2}, {{{"a", ""}, {"group", " "}}, 1e300}}},
      {"app_nodes", " leading blanks", MetricType::gauge, {{{}, -5e-324}}},
      {"app_load_ratio",
       "",
       MetricType::gauge,
       {{{{"x", "1"}}, infinity}, {{{"x", "2"}}, -infinity}},
       "ratio"},
      {"app_size_bytes",
       "Sizes.",
       MetricType::histogram,
       {{{{"g", odd}}, HistogramSample{many, 1.5, {{0, 0}, {2.5, 7}, {1e6, 9}, {infinity, many}}}},
        {{{"g", "2"}}, HistogramSample{0, 0, {{infinity, 0}}}}},
       "bytes"},
      {"app_wait_seconds",
       "Waits.",
       MetricType::summary,
       {{{{"g", odd}}, SummarySample{3, 6, {{0.5, 2}, {0.99, 3}}}},
        {{{"g", "2"}}, SummarySample{}}},
       "seconds"},
      {"app_build_info", "Version.", MetricType::info, {{{{"version", odd}}, 1.0}}},
      {"app_odd", "Of unknown type.", MetricType::unknown, {{{}, 7.0}}},
  };
}

std::string written(const Snapshot& snapshot, ExpositionFormat format) {
  std::string page;
  CHECK(write_text(snapshot, page, format).empty());
  return page;
}

}  // namespace

TEST_CASE("an OpenMetrics page reads back as the snapshot that it was written from") {
  const Snapshot snapshot(all_that_there_is());
  const auto parsed = parse_page(written(snapshot, ExpositionFormat::openmetrics));
  CHECK(parsed.problems.empty());
  CHECK(parsed.snapshot == snapshot);
}

TEST_CASE("a page in the text format reads back but for units, infos and blanks before help") {
  auto families = all_that_there_is();
  const auto page = written(Snapshot(families), ExpositionFormat::text);
  for (auto& family : families) {
    family.unit.clear();
    family.help.erase(0, family.help.find_first_not_of(' '));
    if (family.type == MetricType::info) family.type = MetricType::gauge;
  }
  const auto parsed = parse_page(page);
  CHECK(parsed.problems.empty());
  CHECK(parsed.snapshot == Snapshot(families));
}

TEST_CASE("a page without families is valid, and a family without samples is no family") {
  CHECK(parse_page("").problems.empty());
  CHECK(parse_page("# EOF\n").problems.empty());
  const auto parsed = parse_page("# HELP a A.\n# TYPE a counter\nb 1\n");
  CHECK(parsed.snapshot == parse_page("b 1\n").snapshot);
  CHECK(parsed.without_series == std::vector<FamilySnapshot>{{"a", "A.", MetricType::counter, {}}});
}

TEST_CASE("a sum that the page does not tell is NaN, and a count is the last bucket's") {
  const auto parsed =
      parse_page("# TYPE h histogram\nh_bucket{le=\"-1.0\"} 1\nh_bucket{le=\"+Inf\"} 3\n# EOF\n");
  CHECK(parsed.problems.empty());
  CHECK(parsed.snapshot.histogram({"h"}).count == 3);
  CHECK(std::isnan(parsed.snapshot.histogram({"h"}).sum));
  const auto& summary = parse_page("# TYPE s summary\ns{quantile=\"0.5\"} 1\n").snapshot;
  CHECK(summary.summary({"s"}).count == 0);
  CHECK(std::isnan(summary.summary({"s"}).sum));
}

TEST_CASE("of several points of a series the last one counts") {
  const auto parsed = parse_page("# TYPE a counter\na_total 1 1\na_total 3 2.5\n# EOF\n");
  CHECK(parsed.problems.empty());
  CHECK(parsed.snapshot.value({"a_total"}) == 3);
}

TEST_CASE("timestamps of more digits than a double has are told apart") {
  // As doubles, both are 9007199254740992, and each page has a series twice.
  const auto parsed =
      parse_page("# TYPE a gauge\na 1 9007199254740992.001\na 2 9007199254740992.999\n# EOF\n");
  CHECK(parsed.problems.empty());
  CHECK(parsed.snapshot.value({"a"}) == 2);
  CHECK(
      problems_in("# TYPE a gauge\na 1 9007199254740992.999\na 2 9007199254740992.001\n# EOF\n") ==
      "line 3: the timestamps of a series must not go back\nline 3: a is in line 2 as well\n");
  CHECK(problems_in("a 1 9223372036854775807\nb 1 -9223372036854775808\n").empty());
  CHECK(problems_in("a 1 9223372036854775808\n") ==
        "line 1: '9223372036854775808' is no timestamp, which is a number of milliseconds\n");
}

TEST_CASE("numbers of observations are read with all of their digits, however they are spelt") {
  const auto count_in = [](const std::string& count) {
    return parse_page("# TYPE h histogram\nh_bucket{le=\"+Inf\"} " + count + "\nh_sum 1\nh_count " +
                      count + "\n")
        .snapshot.histogram({"h"})
        .count;
  };
  CHECK(count_in("9007199254740993") == 9007199254740993);
  CHECK(count_in("9007199254740993.0") == 9007199254740993);
  CHECK(count_in("18446744073709551615") == std::numeric_limits<std::uint64_t>::max());
  CHECK(count_in("1e3") == 1000);
}

TEST_CASE("infinity has one spelling in bounds and quantiles, in both formats") {
  for (const std::string end : {"", "# EOF\n"}) {
    for (const std::string spelling : {"inf", "Inf", "+inf", "INFINITY", "+Infinity"}) {
      CHECK(problems_in("# TYPE h histogram\nh_bucket{le=\"" + spelling +
                        "\"} 1\nh_sum 1\nh_count 1\n" + end) ==
            "line 2: le is '" + spelling + "', but should be '+Inf'\n");
    }
    CHECK(problems_in(
              "# TYPE h histogram\nh_bucket{le=\"-infinity\"} 0\nh_bucket{le=\"+Inf\"} 1\n" + end)
              .starts_with("line 2: le is '-infinity', but should be '-Inf'\n"));
    CHECK(problems_in("# TYPE s summary\ns{quantile=\"inf\"} 1\ns_sum 1\ns_count 1\n" + end)
              .starts_with("line 2: quantile is 'inf', but should be '+Inf'\n"));
    CHECK(problems_in("# TYPE h histogram\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n" + end)
              .empty());
  }
}

TEST_CASE("exemplars, timestamps and the times at which series began are read and left out") {
  const auto parsed =
      parse_page("# TYPE a counter\na_total 2 5 # {id=\"1\"} 1 4.5\na_created 1 5\n# EOF\n");
  CHECK(parsed.problems.empty());
  std::ostringstream text;
  text << parsed.snapshot;
  CHECK(text.str() == "a_total 2\n");
}

TEST_CASE("types that only OpenMetrics has become the nearest others") {
  const auto parsed = parse_page(
      "# TYPE g gaugehistogram\ng_bucket{le=\"+Inf\"} 2\ng_gsum 1\ng_gcount 2\n"
      "# TYPE s stateset\ns{s=\"up\"} 1\ns{s=\"down\"} 0\n# EOF\n");
  CHECK(parsed.problems.empty());
  CHECK(parsed.snapshot.histogram({"g"}).count == 2);
  CHECK(parsed.snapshot.value({"s", {{"s", "up"}}}) == 1);
  CHECK(parsed.snapshot.find_family("s")->type == MetricType::gauge);
}

TEST_CASE("the format can be given, where the page itself says otherwise") {
  CHECK(parse_page("a 1\n", ExpositionFormat::openmetrics).problems.size() == 1);
  CHECK(parse_page("a 1\n# EOF\n", ExpositionFormat::text).problems.empty());
}

TEST_CASE("what is right of a broken page is read") {
  const auto parsed = parse_page("a 1\nb one\n# TYPE c gauge\nc{x=\"1} 1\nc 2\n");
  std::ostringstream text;
  text << parsed.snapshot;
  CHECK(text.str() == "a 1\nc 2\n");
  REQUIRE(parsed.problems.size() == 2);
  CHECK(parsed.problems[0].line == 2);
  CHECK(parsed.problems[1].line == 4);
}

TEST_CASE("problems are in the order of lines, whichever step found them") {
  CHECK(problems_in("# TYPE a counter\na -1\n1 1\n") ==
        "line 2: a counter's value must not be -1\n"
        "line 3: '1' is no metric name\n");
}

TEST_CASE("problems of a line are told in plain words") {
  CHECK(problems_in("a{b-c=\"1\"} 1\n") == "line 1: 'b-c' is no label name\n");
  CHECK(problems_in("a{b 1\n") == "line 1: there must be a '=' after the label name 'b'\n");
  CHECK(problems_in("a{b=1} 1\n") == "line 1: the value of label 'b' is not in quotes\n");
  CHECK(problems_in("a{b=\"1} 1\n") == "line 1: the value of label 'b' has no closing quote\n");
  CHECK(problems_in("a{b=\"\\t\"} 1\n") ==
        "line 1: in the value of label 'b': '\\t' is no escape\n");
  CHECK(problems_in("a{b=\"1\"c=\"2\"} 1\n") ==
        "line 1: there must be a ',' or '}' after the value of label 'b'\n");
  CHECK(problems_in("a{b=\"1\",b=\"2\"} 1\n") == "line 1: the label name 'b' is there twice\n");
  CHECK(problems_in("a\n") == "line 1: there is no value\n");
  CHECK(problems_in("a 1x\n") == "line 1: '1x' is no number\n");
  CHECK(problems_in("a 1 x\n") ==
        "line 1: 'x' is no timestamp, which is a number of milliseconds\n");
  CHECK(problems_in("a 1 1 1\n") == "line 1: there is more after the timestamp: ' 1'\n");
  CHECK(problems_in("a 1\r\n") == "line 1: the line ends in a carriage return\n");
  CHECK(problems_in("a{b=\"\xFF\"} 1\n") == "line 1: the line is no valid UTF-8\n");
  CHECK(problems_in("a 1") == "line 1: the page does not end in a line break\n");
  CHECK(problems_in("a  1\n# EOF\n") == "line 1: there is no value\n");
  CHECK(problems_in("a 1 # {b=\"1\"}\n# EOF\n") ==
        "line 1: there must be one space before the value of an exemplar\n");
}

TEST_CASE("problems of a family are told in plain words") {
  CHECK(problems_in("# TYPE a timer\n") == "line 1: 'timer' is no type\n");
  CHECK(problems_in("# HELP a A.\n# HELP a B.\n") == "line 2: HELP of 'a' is there twice\n");
  CHECK(problems_in("# TYPE a gauge\n# TYPE a gauge\n") == "line 2: TYPE of 'a' is there twice\n");
  CHECK(problems_in("a 1\n# TYPE a gauge\n") == "line 2: TYPE of 'a' comes after its samples\n");
  CHECK(problems_in("a{b=\"1\"} 1\nc 1\na 1\n") ==
        "line 3: the lines of 'a' are not together: they begin in line 1\n");
  CHECK(problems_in("a{b=\"1\"} 1\na{b=\"1\"} 1\n") == "line 2: a{b=\"1\"} is in line 1 as well\n");
  CHECK(problems_in("# TYPE h histogram\nh 1\n") ==
        "line 2: the samples of the histogram 'h' are called h_bucket, h_sum, h_count\n");
  CHECK(problems_in("# TYPE a counter\na 1\n# EOF\n") ==
        "line 2: the samples of the counter 'a' are called a_total, a_created\n");
  CHECK(problems_in("# UNIT a seconds\na 1\n# EOF\n") ==
        "line 1: the name 'a' does not end in its unit, 'seconds'\n");
  CHECK(problems_in("# TYPE a gauge\na 1\n# TYPE a_sum gauge\n# TYPE a summary\n") ==
        "line 4: the lines of 'a' are not together: they begin in line 1\n"
        "line 4: TYPE of 'a' is there twice\n");
  CHECK(problems_in("# TYPE s summary\n# TYPE s_sum gauge\n") ==
        "line 2: 's_sum' is also what samples of 's' in line 1 are called, or may be\n");
  CHECK(parse_page("a 1\n", ExpositionFormat::openmetrics).problems[0].text ==
        "the page does not end in '# EOF'");
  CHECK(problems_in("a 1\n# EOF\nb 1\n\n") == "line 3: there are lines after '# EOF'\n");
}

TEST_CASE("problems of values are told in plain words") {
  const std::string type = "# TYPE h histogram\n";
  const std::string rest = "h_sum 1\nh_count 2\n";
  const std::string last = "h_bucket{le=\"+Inf\"} 2\n";
  CHECK(problems_in(type + "h_bucket 2\n" + last + rest) ==
        "line 2: h_bucket must have the label 'le'\n");
  CHECK(problems_in(type + "h_bucket{le=\"x\"} 2\n" + last + rest) ==
        "line 2: le is 'x', which is no number\n");
  CHECK(problems_in(type + "h_bucket{le=\"2\"} 1\nh_bucket{le=\"1\"} 1\n" + last + rest) ==
        "line 3: the buckets are not in ascending order of 'le'\n");
  CHECK(problems_in(type + "h_bucket{le=\"2\"} 3\n" + last + rest) ==
        "line 3: a bucket has less than the one before, though it holds that one, too\n");
  CHECK(problems_in(type + "h_bucket{le=\"2\"} 1\n" + rest) ==
        "line 2: the last bucket of 'h' must be le=\"+Inf\"\n");
  CHECK(problems_in(type + last + "h_sum 1\nh_count 3\n") ==
        "line 2: the bucket le=\"+Inf\" has 2, but the count is 3\n");
  CHECK(problems_in(type + last) ==
        "line 2: the histogram has no h_count\nline 2: the histogram has no h_sum\n");
  CHECK(problems_in(type + "h_bucket{le=\"+Inf\"} -1\nh_sum 1\nh_count 0\n") ==
        "line 2: a number of observations must be whole and not negative, not -1\n");
  CHECK(problems_in("# TYPE s summary\ns{quantile=\"2\"} 1\n") ==
        "line 2: a quantile lies between 0 and 1\n");
  CHECK(problems_in("# TYPE a counter\na NaN\n") == "line 2: a counter's value must not be NaN\n");
  CHECK(problems_in("# TYPE a gauge\na 1 # {} 1\n# EOF\n") ==
        "line 2: only counters and buckets have exemplars\n");
}
