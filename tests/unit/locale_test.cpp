#include "support/catch.hpp"
#include "support/snapshots.hpp"
#include "support/text_matchers.hpp"

#include <isometric/description/runtime_buckets.hpp>
#include <isometric/exposition/gathering_problem.hpp>
#include <isometric/exposition/text_writer.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/sinks/recording_sink.hpp>
#include <isometric/testing/change_checks.hpp>
#include <isometric/testing/histogram_checks.hpp>
#include <isometric/testing/page_checks.hpp>
#include <isometric/testing/parse_page.hpp>
#include <isometric/testing/value_checks.hpp>

#include <locale>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

// What the library says does not depend on the program's locale. That it does not depend on the
// locale of C either is shown in tests/portability.

using namespace test_support;
using namespace isometric::testing;
using isometric::Snapshot;

namespace {

/// As in Germany: 1.234,5.
class German final : public std::numpunct<char> {
  char do_decimal_point() const override { return ','; }
  char do_thousands_sep() const override { return '.'; }
  std::string do_grouping() const override { return "\3"; }
};

/// The program's locale of C++, which each stream has from its beginning, as long as this lives.
class InGerman {
 public:
  InGerman() : before_(std::locale::global(std::locale(std::locale::classic(), new German))) {}
  InGerman(const InGerman&) = delete;
  InGerman& operator=(const InGerman&) = delete;
  ~InGerman() { std::locale::global(before_); }

 private:
  std::locale before_;
};

template <class Value>
std::string text_of(const Value& value) {
  std::ostringstream text;
  text << value;
  return text.str();
}

std::string lines(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += '\n';
  return text;
}

}  // namespace

TEST_CASE("the locale of these tests groups digits and has a decimal comma") {
  const InGerman german;
  CHECK(text_of(1234.5) == "1.234,5");
}

TEST_CASE("changes are told the same in every locale") {
  const InGerman german;
  const Snapshot before({nodes(0.5), sizes(1000, 0, 0, 1234.5)});
  const Snapshot after({nodes(2000.5), sizes(3000, 4000, 0, 5000.25)});
  CHECK(text_of(after - before) ==
        "2 series changed\n"
        "  app_nodes 0.5 -> 2000.5 (+2000)\n"
        "  app_size count 1000 -> 7000, sum 1234.5 -> 5000.25 (+3765.75), le=1 +2000, le=5 +4000 "
        "(+6000)");
  CHECK(text_of(after) ==
        "app_nodes 2000.5\napp_size count 7000 sum 5000.25 le=1:3000 le=5:7000 le=+Inf:7000\n");
  CHECK(count_is(after - before, {"app_size"}, 1234)
            .explanation.starts_with(
                "expected app_size to observe 1234 values, but: app_size count 1000 -> 7000,"));
  CHECK(has_value(after, nodes_series, 1234.5).explanation ==
        "app_nodes is 2000.5, expected 1234.5");
  CHECK(increased_by(after - before, nodes_series, 1234.5)
            .explanation.starts_with("expected app_nodes to increase by +1234.5, but: "));
}

TEST_CASE("numbers of series, lines and changes are told the same in every locale") {
  const InGerman german;
  std::vector<std::pair<std::string, double>> groups;
  for (int i = 0; i < 1234; ++i) groups.emplace_back(std::to_string(i), 1);
  const Snapshot many({moves(groups)});
  CHECK(text_of(isometric::SnapshotDelta(many)).starts_with("1234 series changed\n"));
  CHECK(nothing_changed(many).explanation.ends_with("\n  and 1224 more"));
  CHECK(max_series(many, 1000).explanation ==
        "there are 1234 series, expected at most 1000; the biggest families\n"
        "  app_moves_total 1234");
  CHECK(series_count(many, "app_moves_total", 1235)
            .explanation.starts_with("app_moves_total has 1234 series, expected 1235"));
  CHECK(text_of(parse_page(lines(1233) + "a x\n").problems.at(0)) == "line 1234: 'x' is no number");
  CHECK(text_of(parse_page(lines(1233) + "a 1\na 1\n").problems.at(0)) ==
        "line 1235: a is in line 1234 as well");
  groups[999].second = 2;  // the last one by its text
  CHECK_THAT(
      exposes_text(ExposedPage(Snapshot({moves(groups)})), ExposedPage(many).text()).explanation,
      Contains("\n@@ -1233,4 +1233,4 @@"));
}

TEST_CASE("calls and contradictions are told the same in every locale") {
  const InGerman german;
  const isometric::RecordingSink sink;
  const isometric::Gauge<isometric::RecordingSink> gauge(sink, "app_nodes", "Nodes.");
  for (int i = 0; i < 1234; ++i) gauge.set(1234.5);
  const auto log = sink.log();
  CHECK(text_of(log[1233]) == "1234 set app_nodes 1234.5");
  CHECK_THROWS_WITH(log[5000],
                    StartsWith("isometric: the log has 1235 calls, none at 5000\n  1 declare"));
  isometric::GatheringProblem problem{};
  problem.times = 1234;
  CHECK(text_of(problem).ends_with(" (1234 times)"));
}

TEST_CASE("bounds and pages are told and read the same in every locale") {
  const InGerman german;
  const double bounds[] = {1234.5, 0.5};
  CHECK_THROWS_WITH(isometric::checked_buckets(bounds),
                    "isometric: invalid buckets: bound 1 is 0.5 after 1234.5: buckets must be "
                    "strictly increasing");
  const Snapshot snapshot({nodes(1234.5), sizes(1234, 0, 0, 0.5)});
  std::string page;
  isometric::write_text(snapshot, page);
  CHECK(page.find("app_nodes 1234.5\n") != std::string::npos);
  CHECK(parse_page(page).snapshot == snapshot);
}
