#include "support/catch.hpp"
#include "support/exposition.hpp"

#include <isometric/catalogue/catalogue_json.hpp>
#include <isometric/description/family_descriptor.hpp>

#include <deque>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

using isometric::FamilyDescriptor;
using isometric::MetricType;
using isometric::to_json;
using test_support::hex;

namespace {

FamilyDescriptor counter() {
  static constexpr std::string_view ways[] = {"up", "down"};
  static constexpr isometric::LabelDescriptor labels[] = {{"group", {}}, {"direction", ways}};
  static constexpr isometric::ConstantLabel constant[] = {{"zone", "eu"}};
  FamilyDescriptor family;
  family.type = MetricType::counter;
  family.name = "app_moves_total";
  family.help = "Moves.";
  family.labels = labels;
  family.constant_labels = constant;
  family.max_series = 7;
  family.series_kind = isometric::SeriesKind::removable;
  family.declared_at = {"moves.hpp", 12};
  return family;
}

FamilyDescriptor summary() {
  static constexpr isometric::Quantile quantiles[] = {{0.5, 0.05}, {0.99, 0.001}};
  FamilyDescriptor family;
  family.type = MetricType::summary;
  family.name = "app_latency_seconds";
  family.help = "Latency.";
  family.unit = "seconds";
  family.quantiles = quantiles;
  family.window = {30, 3};
  return family;
}

FamilyDescriptor histogram(std::span<const double> buckets) {
  FamilyDescriptor family;
  family.type = MetricType::histogram;
  family.name = "app_size_bytes";
  family.help = "Sizes.";
  family.buckets = buckets;
  return family;
}

bool has_python() {
  const bool found = test_support::run_tool("command -v python3", "").exit_code == 0;
  if (!found) test_support::skip("python3 is not installed");
  return found;
}

/// What Python's parser makes of a document, by an expression over `families`.
std::string read_by_python(const std::string& json, const std::string& expression) {
  const auto run = test_support::run_tool(
      "python3 -c 'import sys, json\n"
      "families = json.loads(sys.stdin.buffer.read().decode(\"utf-8\", \"strict\"))[\"families\"]\n"
      "print(" +
          expression + ")'",
      json);
  CAPTURE(json);
  CAPTURE(run.output);
  CHECK(run.exit_code == 0);
  return run.output.substr(0, run.output.size() - 1);
}

}  // namespace

TEST_CASE("a family is a line of JSON that tells all that was described") {
  const std::vector<FamilyDescriptor> families{counter(), summary()};
  CHECK(to_json(families) ==
        "{\"families\":[\n"
        "{\"name\":\"app_moves_total\",\"type\":\"counter\",\"unit\":\"\",\"help\":\"Moves.\","
        "\"labels\":[{\"name\":\"group\",\"values\":null},"
        "{\"name\":\"direction\",\"values\":[\"up\",\"down\"]}],"
        "\"constant_labels\":[{\"name\":\"zone\",\"value\":\"eu\"}],\"buckets\":[],"
        "\"quantiles\":[],\"quantile_window\":null,\"series_kind\":\"removable\","
        "\"max_series\":7,\"declared_at\":{\"file\":\"moves.hpp\",\"line\":12}},\n"
        "{\"name\":\"app_latency_seconds\",\"type\":\"summary\",\"unit\":\"seconds\","
        "\"help\":\"Latency.\",\"labels\":[],\"constant_labels\":[],\"buckets\":[],"
        "\"quantiles\":[{\"quantile\":0.5,\"error\":0.05},{\"quantile\":0.99,\"error\":0.001}],"
        "\"quantile_window\":{\"max_age_seconds\":30,\"age_buckets\":3},"
        "\"series_kind\":\"fixed\",\"max_series\":null,"
        "\"declared_at\":{\"file\":\"\",\"line\":0}}\n"
        "]}\n");
}

TEST_CASE("a catalogue without families is valid JSON") {
  if (!has_python()) return;
  CHECK(read_by_python(to_json({}), "families") == "[]");
}

TEST_CASE("Python reads from the JSON what was described, byte by byte") {
  if (!has_python()) return;
  std::string every_byte;
  for (int byte = 1; byte < 0x80; ++byte) every_byte += static_cast<char>(byte);
  const std::vector<std::string> texts{
      every_byte,
      "\"",
      "\\",
      "\\\"",
      "\\n",
      "</script>",
      "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80",
      "\xE2\x80\xA8\xE2\x80\xA9"  // Unicode's separators, which JavaScript once took for lines
  };
  struct Parts {
    std::string_view values[2];
    isometric::LabelDescriptor labels[1];
    isometric::ConstantLabel constant[1];
  };
  std::deque<Parts> parts;  // never moves what the families refer to
  std::vector<FamilyDescriptor> families;
  std::string expected;
  for (const auto& text : texts) {
    Parts& of_text = parts.emplace_back();
    of_text.values[0] = text;
    of_text.labels[0] = {"x", of_text.values};
    of_text.constant[0] = {"y", text};
    auto& family = families.emplace_back(counter());
    family.help = text;
    family.labels = of_text.labels;
    family.constant_labels = of_text.constant;
    family.declared_at.file = text.c_str();
    for (int place = 0; place < 4; ++place) expected += hex(text) + ' ';
  }
  CHECK(read_by_python(to_json(families),
                       "\"\".join(text.encode().hex() + \" \" for f in families for text in ["
                       "f[\"help\"], f[\"labels\"][0][\"values\"][0], "
                       "f[\"constant_labels\"][0][\"value\"], f[\"declared_at\"][\"file\"]])") ==
        expected);
}

TEST_CASE("what no text may hold is U+FFFD in JSON") {
  if (!has_python()) return;
  using namespace std::string_literals;
  auto family = counter();
  const auto bad = "a\0\xFFz"s;
  family.help = bad;
  CHECK(read_by_python(to_json(std::vector{family}), "families[0][\"help\"].encode().hex()") ==
        hex("a\xEF\xBF\xBD\xEF\xBF\xBDz"));
}

TEST_CASE("numbers come back from JSON as the same doubles, and those that JSON has not as text") {
  if (!has_python()) return;
  const double buckets[] = {0.1,    1.0 / 3, 1e300,
                            5e-324, 100,     std::numeric_limits<double>::infinity()};
  const auto json = to_json(std::vector{histogram(buckets)});
  CHECK(read_by_python(json,
                       "families[0][\"buckets\"] == [0.1, 1/3, 1e300, 5e-324, 100, \"+Inf\"]") ==
        "True");
}
