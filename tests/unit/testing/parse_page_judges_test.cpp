#include "support/catch.hpp"
#include "support/exposition.hpp"

#include <isometric/testing/parse_page.hpp>

#include <sstream>
#include <string>
#include <string_view>
#include <vector>

// Which pages are valid: other people's parsers are asked as well. Where one of them judges
// otherwise, the table says why.

using namespace test_support;
using namespace std::string_literals;
using isometric::ExpositionFormat;
using isometric::testing::parse_page;

namespace {

/// The parsers of Prometheus itself and promtool read a value and leave it at that.
constexpr const char* no_meaning = "it does not ask what the samples mean";
constexpr const char* laxer = "its documentation calls it laxer than the format";
constexpr const char* any_spelling =
    "it reads infinity in any spelling, and keeps it in the series";
constexpr const char* any_order = "it takes families apart and in any order";

struct JudgedPage {
  std::string_view what;
  std::string page;
  bool is_valid = true;
  const char* promtool_differs = nullptr;  ///< why it judges otherwise
  const char* python_differs = nullptr;
};

const std::string type_h = "# TYPE h histogram\n";
const std::string type_s = "# TYPE s summary\n";

const std::vector<JudgedPage>& text_pages() {
  static const std::vector<JudgedPage> pages{
      // Lines.
      {"nothing", ""},
      {"a sample", "a 1\n"},
      {"blank lines and comments", "\n  \n# a comment\n#\n#x\n\na 1\n"},
      {"blanks everywhere", " a {\tb = \"1\" , c = \"2\" } \t 1 \t 5\n"},
      {"a blank after the value", "a 1 \n", false, nullptr, laxer},
      {"a blank after the timestamp", "a 1 5 \n", false, nullptr, laxer},
      {"a comma after the last label", "a{b=\"1\",} 1\n"},
      {"braces without labels", "a{} 1\n"},
      {"no line break at the end", "a 1", false, nullptr, laxer},
      {"no line break after a comment", "a 1\n# end", false, nullptr, laxer},
      {"lines that end in CR LF", "a 1\r\n", false, nullptr, laxer},
      {"a blank line that ends in CR LF", "a 1\n\r\n", false, nullptr, laxer},
      {"a type that ends in CR LF", "# TYPE a gauge\r\na 1\n", false, nullptr, laxer},
      {"a NUL", "a{b=\"x\0y\"} 1\n"s, false, "it is its scraper that gives up at a NUL",
       "it has no objection to a NUL"},
      {"a label's value that is no UTF-8", "a{b=\"\xFF\"} 1\n", false},
      {"help that is no UTF-8", "# HELP a \xC0\x80\na 1\n", false,
       "it checks no help, but the format is UTF-8"},
      {"a comment that is no UTF-8", "# \xED\xA0\x80\na 1\n", false,
       "it checks no comment, but the format is UTF-8"},
      {"any UTF-8", "# HELP a \xC3\xA4\na{b=\"\xF0\x9F\x98\x80\"} 1\n"},

      // Names.
      {"a name with a colon", "a:b 1\n"},
      {"a name that begins with a digit", "1a 1\n", false},
      {"a name with a hyphen", "a-b 1\n", false},
      {"a name with a letter beyond ASCII", "\xC3\xA4 1\n", false},
      {"no name", "{b=\"1\"} 1\n", false},
      {"a label name with a colon", "a{b:c=\"1\"} 1\n", false, nullptr, laxer},
      {"a label name that begins with a digit", "a{1=\"1\"} 1\n", false, nullptr, laxer},
      {"no label name", "a{=\"1\"} 1\n", false, nullptr, laxer},
      {"the label name __name__", "a{__name__=\"1\"} 1\n", false, nullptr, laxer},
      {"a label name twice", "a{b=\"1\",b=\"2\"} 1\n", false, nullptr, laxer},
      {"a comma before the first label", "a{,b=\"1\"} 1\n", false, nullptr, laxer},
      {"two commas", "a{b=\"1\",,c=\"2\"} 1\n", false, nullptr, laxer},
      {"no comma", "a{b=\"1\" c=\"2\"} 1\n", false, nullptr, laxer},

      // Strings.
      {"all escapes", "# HELP a \\\\ \\n\na{b=\"\\\\ \\n \\\"\"} 1\n"},
      {"an unknown escape", "a{b=\"\\t\"} 1\n", false, nullptr, laxer},
      {"an unknown escape in help", "# HELP a \\t\na 1\n", false, nullptr, laxer},
      {"a backslash at the end of help", "# HELP a \\\na 1\n", false, nullptr, laxer},
      {"no closing quote", "a{b=\"1} 1\n", false},
      {"no closing quote before a backslash", "a{b=\"1\\\"} 1\n", false, nullptr, laxer},
      {"no closing brace", "a{b=\"1\" 1\n", false},
      {"no quotes", "a{b=1} 1\n", false},
      {"no equals sign", "a{b} 1\n", false, nullptr, laxer},
      {"a carriage return in strings", "# HELP a x\ry\na{b=\"x\ry\"} 1\n", true},
      {"braces, commas and hashes in a value", "a{b=\"},# {\"} 1\n"},

      // Numbers.
      {"numbers", "a 1\nb 1.\nc .5\nd -1e3\ne +1E+3\nf 0\ng 1e-400\n"},
      {"infinities and NaN", "a +Inf\nb -Inf\nc NaN\nd inf\ne INFINITY\nf nan\n"},
      {"no value", "a \n", false},
      {"no value and no blank", "a\n", false},
      {"a word for a value", "a one\n", false},
      {"a dot for a value", "a .\n", false},
      {"an exponent without digits", "a 1e\n", false},
      {"two signs", "a +-1\n", false},
      {"a hexadecimal value", "a 0x10\n", false},
      {"a value with underscores", "a 1_000\n", false, nullptr,
       "Python's numbers have underscores"},
      {"a value that is too large", "a 1e400\n", false, nullptr, "Python makes it infinite"},
      {"a decimal comma", "a 1,5\n", false},
      {"timestamps", "a 1 1395066363000\nb 1 -5\n"},
      {"a timestamp with a fraction", "a 1 1.5\n", false, nullptr, laxer},
      {"a timestamp that is no number", "a 1 now\n", false},
      {"more after the timestamp", "a 1 1 1\n", false, nullptr, laxer},
      {"an exemplar", "# TYPE a counter\na 1 # {} 1\n", false},

      // Metadata.
      {"help and type in either order",
       "# HELP a A.\n# TYPE a gauge\na 1\n# TYPE b untyped\n# HELP b\nb 1\n"},
      {"all types", "# TYPE a counter\na 1\n# TYPE b gauge\nb 1\n# TYPE c untyped\nc 1\n" + type_h +
                        "h_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n" + type_s +
                        "s{quantile=\"0.5\"} 1\ns_sum 1\ns_count 1\n"},
      {"metadata of a family without samples", "# HELP a A.\n# TYPE a gauge\n"},
      {"help after the samples", "a 1\n# HELP a A.\na{b=\"1\"} 1\n"},
      {"blanks in metadata", " #  HELP\ta  A.\n#TYPE \t a  gauge\na 1\n"},
      {"a blank after the type", "# TYPE a gauge \na 1\n", false, nullptr, laxer},
      {"help twice", "# HELP a A.\n# HELP a A.\na 1\n", false, nullptr, laxer},
      {"a type twice", "# TYPE a gauge\n# TYPE a gauge\na 1\n", false, nullptr, laxer},
      {"a type after the samples", "a 1\n# TYPE a gauge\na{b=\"1\"} 1\n", false, nullptr, laxer},
      {"an unknown type", "# TYPE a state\na 1\n", false},
      {"a type of OpenMetrics", "# TYPE a info\na_info 1\n", false, nullptr, laxer},
      {"a type in capitals", "# TYPE a GAUGE\na 1\n", false,
       "it takes capitals, but the server does not"},
      {"no type", "# TYPE a\na 1\n", false, "it overlooks a line that ends early"},
      {"a bad name in metadata", "# HELP a-b A.\n", false},
      {"a unit, which is a comment here", "# UNIT a_seconds seconds\na_seconds 1\n"},

      // Families.
      {"several families", "# TYPE a gauge\na{x=\"1\"} 1\na{x=\"2\"} 1\n# TYPE b gauge\nb 1\n"},
      {"families that are not together", "a{x=\"1\"} 1\nb 1\na{x=\"2\"} 1\n", false, any_order,
       any_order},
      {"a series twice", "a{x=\"1\",y=\"2\"} 1\na{y=\"2\",x=\"1\"} 1\n", false,
       "this release has no rule against it, the later ones do", laxer},
      {"a histogram and a gauge that is called as its count is",
       type_h + "h_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n# TYPE h_count gauge\n"
                "h_count{a=\"1\"} 1\n",
       false, nullptr, any_order},
      {"a counter and a gauge that ends in _created",
       "# TYPE a counter\na 1\n# TYPE a_created gauge\na_created 1\n"},
      {"a sample with a histogram's own name", type_h + "h 1\n", false, no_meaning, any_order},
      {"a negative counter", "# TYPE a counter\na -1\n", false, no_meaning, no_meaning},
      {"a counter that is NaN", "# TYPE a counter\na NaN\n", false, no_meaning, no_meaning},

      // Histograms and summaries.
      {"a histogram with labels, in any order of series",
       type_h + "h_bucket{a=\"1\",le=\"1\"} 1\nh_bucket{a=\"2\",le=\"1\"} 0\n"
                "h_bucket{le=\"+Inf\",a=\"1\"} 1\nh_bucket{a=\"2\",le=\"+Inf\"} 2\n"
                "h_sum{a=\"1\"} 1\nh_count{a=\"1\"} 1\nh_sum{a=\"2\"} -1\nh_count{a=\"2\"} 2\n"},
      {"a bucket without le", type_h + "h_bucket 1\nh_sum 1\nh_count 1\n", false, no_meaning,
       no_meaning},
      {"a bucket whose le is no number",
       type_h + "h_bucket{le=\"x\"} 1\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n", false,
       nullptr, no_meaning},
      {"buckets that are not in order",
       type_h + "h_bucket{le=\"2\"} 1\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\n"
                "h_count 1\n",
       false, no_meaning, no_meaning},
      {"buckets that are not cumulative",
       type_h + "h_bucket{le=\"1\"} 2\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n", false,
       no_meaning, no_meaning},
      {"a histogram without +Inf", type_h + "h_bucket{le=\"1\"} 1\nh_sum 1\nh_count 1\n", false,
       no_meaning, no_meaning},
      {"a histogram whose +Inf is not its count",
       type_h + "h_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 2\n", false, no_meaning, no_meaning},
      {"a histogram without a count", type_h + "h_bucket{le=\"+Inf\"} 1\nh_sum 1\n", false,
       no_meaning, no_meaning},
      {"half an observation", type_h + "h_bucket{le=\"+Inf\"} 0.5\nh_sum 1\nh_count 0.5\n", false,
       no_meaning, no_meaning},
      {"a bucket twice",
       type_h + "h_bucket{le=\"+Inf\"} 1\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n", false,
       no_meaning, no_meaning},
      {"a last bucket of another spelling", type_h + "h_bucket{le=\"inf\"} 1\nh_sum 1\nh_count 1\n",
       false, any_spelling, any_spelling},
      {"a summary without quantiles", type_s + "s_sum 1\ns_count 1\n"},
      {"a summary's value without a quantile", type_s + "s 1\ns_sum 1\ns_count 1\n", false,
       no_meaning, no_meaning},
      {"a quantile beyond 1", type_s + "s{quantile=\"50\"} 1\ns_sum 1\ns_count 1\n", false,
       no_meaning, no_meaning},
      {"a quantile that is no number", type_s + "s{quantile=\"p50\"} 1\ns_sum 1\ns_count 1\n",
       false, nullptr, no_meaning},
      {"a quantile without a value", type_s + "s{quantile=\"0.5\"} NaN\ns_sum 0\ns_count 0\n"},
  };
  return pages;
}

std::vector<JudgedPage> openmetrics_pages() {
  const std::string eof = "# EOF\n";
  const char* drops = "it drops the second one without a word";
  const std::string buckets = type_h + "h_bucket{le=\"1.0\"} 1\nh_bucket{le=\"+Inf\"} 2\n";
  return {
      // Lines.
      {"nothing", eof},
      {"no line break at the end", "a 1\n# EOF"},
      {"no EOF", "a 1\n", false},
      {"an early EOF", "a 1\n# EOF\nb 1\n# EOF\n", false},
      {"a blank line", "a 1\n\n" + eof, false},
      {"a comment", "# a comment\na 1\n" + eof, false},
      {"two spaces", "a  1\n" + eof, false},
      {"a tab", "a\t1\n" + eof, false},
      {"a space before the name", " a 1\n" + eof, false},
      {"a space at the end", "a 1 \n" + eof, false},
      {"a space before the labels", "a {b=\"1\"} 1\n" + eof, false},
      {"a space between labels", "a{b=\"1\", c=\"2\"} 1\n" + eof, false},
      {"no space after the labels", "a{b=\"1\"}1\n" + eof, false},
      {"a comma after the last label", "a{b=\"1\",} 1\n" + eof, false},
      {"braces without labels", "a{} 1\n" + eof},
      {"lines that end in CR LF", "a 1\r\n" + eof, false},
      {"a label's value that is no UTF-8", "a{b=\"\xFF\"} 1\n" + eof, false},
      {"a bad metric name", "a-b 1\n" + eof, false},
      {"a bad metric name in metadata", "# TYPE a-b gauge\n" + eof, false},
      {"a bad label name", "a{b-c=\"1\"} 1\n" + eof, false},
      {"a label name twice", "a{b=\"1\",b=\"2\"} 1\n" + eof, false},
      {"all escapes, and what is none",
       "# HELP a \\\\ \\n \\\" \\t\na{b=\"\\\\ \\n \\\" \\t\"} 1\n" + eof},
      {"no closing quote", "a{b=\"1} 1\n" + eof, false},

      // Numbers.
      {"numbers", "a 1\nb 1.5\nc -1e3\nd NaN\ne +Inf\nf -Inf\n" + eof},
      {"a value with underscores", "a 1_000\n" + eof, false},
      {"a value that is too large", "a 1e400\n" + eof, false, nullptr, "Python makes it infinite"},
      {"no value", "a \n" + eof, false},
      {"timestamps", "a 1 1395066363\nb 1 1395066363.25\nc 1 1e3\n" + eof},
      {"a timestamp that is infinite", "a 1 +Inf\n" + eof, false},
      {"a timestamp that is no number", "a 1 now\n" + eof, false},

      // Metadata.
      {"help, type and unit in any order",
       "# UNIT a_seconds seconds\n# HELP a_seconds A.\n# TYPE a_seconds gauge\na_seconds 1\n" +
           eof},
      {"empty help and unit", "# HELP a \n# UNIT a \na 1\n" + eof},
      {"help that has no text at all", "# HELP a\na 1\n" + eof, false},
      {"a unit that is not the name's end", "# UNIT a seconds\na 1\n" + eof, false},
      {"a unit that is the whole name", "# UNIT seconds seconds\nseconds 1\n" + eof, false},
      {"a unit of an info", "# TYPE a_x info\n# UNIT a_x x\na_x_info 1\n" + eof, false},
      {"help twice", "# HELP a A.\n# HELP a A.\na 1\n" + eof, false},
      {"a type twice", "# TYPE a gauge\n# TYPE a gauge\na 1\n" + eof, false},
      {"a unit twice", "# UNIT a_x x\n# UNIT a_x x\na_x 1\n" + eof, false},
      {"a type after the samples", "# HELP a A.\na 1\n# TYPE a gauge\n" + eof, false},
      {"help after the samples", "# TYPE a gauge\na 1\n# HELP a A.\n" + eof, false},
      {"the type untyped", "# TYPE a untyped\na 1\n" + eof, false},
      {"an unknown type", "# TYPE a state\na 1\n" + eof, false},

      // Families.
      {"all types",
       "# TYPE a counter\na_total 1\na_created 5\n# TYPE b gauge\nb 1\n# TYPE c unknown\nc 1\n" +
           buckets + "h_sum 1\nh_count 2\nh_created 5\n" + type_s +
           "s{quantile=\"0.5\"} 1\ns_sum 1\ns_count 1\ns_created 5\n# TYPE i info\ni_info 1\n"
           "# TYPE x stateset\nx{x=\"up\"} 1\nx{x=\"down\"} 0\n# TYPE g gaugehistogram\n"
           "g_bucket{le=\"+Inf\"} 1\ng_gsum 1\ng_gcount 1\n" +
           eof},
      {"a counter without _total", "# TYPE a counter\na 1\n" + eof, false},
      {"a counter whose family is called _total", "# TYPE a_total counter\na_total 1\n" + eof,
       false},
      {"families that are not together", "# TYPE a gauge\na 1\nb 1\n# HELP a A.\n" + eof, false},
      {"a counter, and a gauge that is called as its sample is",
       "# TYPE a counter\na_total 1\n# TYPE a_total gauge\na_total 1\n" + eof, false},
      {"a series twice", "# TYPE a gauge\na 1\na 2\n" + eof, false, nullptr, drops},
      {"several points of a series", "# TYPE a gauge\na 1 1\na 2 2\na 3 3\n" + eof},
      {"points that go back", "# TYPE a gauge\na 1 2\na 2 1\n" + eof, false},
      {"points with and without timestamp", "# TYPE a gauge\na 1 1\na 2\n" + eof, false},
      {"series that are not together",
       "# TYPE a gauge\na{b=\"1\"} 1 1\na{b=\"2\"} 1 1\na{b=\"1\"} 2 2\n" + eof, false},
      {"a negative counter", "# TYPE a counter\na_total -1\n" + eof, false},
      {"a counter that is NaN", "# TYPE a counter\na_total NaN\n" + eof, false},
      {"an info that is not 1", "# TYPE a info\na_info 2\n" + eof, false},
      {"a state that is not 0 or 1", "# TYPE a stateset\na{a=\"x\"} 2\n" + eof, false},
      {"a state without its label", "# TYPE a stateset\na 1\n" + eof, false},

      // Histograms and summaries.
      {"a histogram of buckets only", buckets + eof},
      {"a histogram with a sum, but no count", buckets + "h_sum 1\n" + eof, false},
      {"a histogram with a count, but no sum", buckets + "h_count 2\n" + eof, false},
      {"a histogram whose +Inf is not its count", buckets + "h_sum 1\nh_count 3\n" + eof, false},
      {"a histogram without +Inf", type_h + "h_bucket{le=\"1.0\"} 1\n" + eof, false},
      {"a histogram with negative bounds",
       type_h + "h_bucket{le=\"-1.0\"} 1\nh_bucket{le=\"+Inf\"} 1\n" + eof},
      {"a histogram with negative bounds and a sum",
       type_h + "h_bucket{le=\"-1.0\"} 1\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n" + eof,
       false},
      {"a negative sum", buckets + "h_sum -1\nh_count 2\n" + eof, false},
      {"a negative sum of a gauge histogram",
       "# TYPE h gaugehistogram\nh_bucket{le=\"+Inf\"} 1\nh_gsum -1\nh_gcount 1\n" + eof, false},
      {"buckets that are not in order",
       type_h + "h_bucket{le=\"2.0\"} 1\nh_bucket{le=\"1.0\"} 1\nh_bucket{le=\"+Inf\"} 1\n" + eof,
       false},
      {"buckets that are not cumulative",
       type_h + "h_bucket{le=\"1.0\"} 2\nh_bucket{le=\"+Inf\"} 1\n" + eof, false},
      {"an infinity that is not spelt +Inf", type_h + "h_bucket{le=\"Inf\"} 1\n" + eof, false},
      {"a bucket without le", type_h + "h_bucket 1\n" + eof, false},
      {"half an observation", type_h + "h_bucket{le=\"+Inf\"} 0.5\n" + eof, false},
      {"a quantile beyond 1", type_s + "s{quantile=\"2.0\"} 1\n" + eof, false},
      {"a negative quantile", type_s + "s{quantile=\"0.5\"} -1\n" + eof, false},
      {"a summary's value without a quantile", type_s + "s 1\n" + eof, false},

      // Exemplars.
      {"exemplars", "# TYPE a counter\na_total 1 # {} 1\n" + type_h +
                        "h_bucket{le=\"+Inf\"} 1 5 # {id=\"x # y\",b=\"2\"} 0.5 1.25\n" + eof},
      {"an exemplar of a gauge", "# TYPE a gauge\na 1 # {} 1\n" + eof, false},
      {"an exemplar with a bad label", "# TYPE a counter\na_total 1 # {b-=\"1\"} 1\n" + eof, false},
      {"an exemplar without a value", "# TYPE a counter\na_total 1 # {b=\"1\"}\n" + eof, false},
      {"an exemplar without labels", "# TYPE a counter\na_total 1 # 1\n" + eof, false},
      {"an exemplar whose labels are too long",
       "# TYPE a counter\na_total 1 # {b=\"" + std::string(128, 'x') + "\"} 1\n" + eof, false},
      {"an exemplar with labels that are as long as can be",
       "# TYPE a counter\na_total 1 # {b=\"" + std::string(126, 'x') + "\xC3\xA4\"} 1\n" + eof},
  };
}

std::string problems_of(std::string_view page, ExpositionFormat format) {
  std::ostringstream text;
  for (const auto& problem : parse_page(page, format).problems) text << problem << '\n';
  return text.str();
}

/// A character for each page: 'y' if the Python client's parser takes it. One process for all.
std::string python_verdicts(const std::vector<JudgedPage>& pages, const std::string& parser) {
  std::string input;
  for (const auto& page : pages) input += page.page + '\x1E';
  const auto run = run_tool(python_with_client() +
                                " -c 'import sys\n"
                                "from " +
                                parser +
                                " import text_string_to_metric_families\n"
                                "for page in sys.stdin.buffer.read().split(b\"\\x1e\")[:-1]:\n"
                                "  try:\n"
                                "    text = page.decode(\"utf-8\", \"strict\")\n"
                                "    list(text_string_to_metric_families(text))\n"
                                "    print(\"y\", end=\"\")\n"
                                "  except Exception:\n"
                                "    print(\"n\", end=\"\")'",
                            input);
  CHECK(run.exit_code == 0);
  return run.output;
}

/// Whether the judge's verdict is the page's, or differs for a stated reason.
bool is_explained(const JudgedPage& page, bool accepts, const char* reason) {
  return (accepts == page.is_valid) == (reason == nullptr);
}

void check_python(const std::vector<JudgedPage>& pages, const std::string& parser) {
  if (python_with_client().empty()) return;
  const auto verdicts = python_verdicts(pages, parser);
  REQUIRE(verdicts.size() == pages.size());
  for (std::size_t i = 0; i < pages.size(); ++i) {
    CAPTURE(pages[i].what, pages[i].page, verdicts[i]);
    CHECK(is_explained(pages[i], verdicts[i] == 'y', pages[i].python_differs));
  }
}

}  // namespace

TEST_CASE("valid pages have no problems, broken ones do, in the text format") {
  for (const auto& page : text_pages()) {
    const auto problems = problems_of(page.page, ExpositionFormat::text);
    CAPTURE(page.what, page.page, problems);
    CHECK(problems.empty() == page.is_valid);
  }
}

TEST_CASE("valid pages have no problems, broken ones do, in OpenMetrics") {
  for (const auto& page : openmetrics_pages()) {
    const auto problems = problems_of(page.page, ExpositionFormat::openmetrics);
    CAPTURE(page.what, page.page, problems);
    CHECK(problems.empty() == page.is_valid);
  }
}

TEST_CASE("promtool judges pages in the text format alike, or errs for a stated reason") {
  if (!has_promtool()) return;
  std::vector<std::string> texts;
  for (const auto& page : text_pages()) texts.push_back(page.page);
  const auto runs = promtool_check(texts);
  REQUIRE(runs.size() == texts.size());
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const auto& page = text_pages()[i];
    CAPTURE(page.what, page.page, runs[i].exit_code, runs[i].output);
    CHECK(is_explained(page, runs[i].exit_code != 1, page.promtool_differs));
  }
}

TEST_CASE("the Python client judges pages in the text format alike, or errs for a stated reason") {
  check_python(text_pages(), "prometheus_client.parser");
}

TEST_CASE("the Python client judges pages in OpenMetrics alike, or errs for a stated reason") {
  check_python(openmetrics_pages(), "prometheus_client.openmetrics.parser");
}
