#include "support/catch.hpp"
#include "support/text_matchers.hpp"

#include <isometric/catalogue/catalogue_markdown.hpp>
#include <isometric/description/family_descriptor.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

using isometric::FamilyDescriptor;
using isometric::LabelDescriptor;
using isometric::MetricType;
using isometric::to_markdown;
using test_support::Contains;

namespace {

FamilyDescriptor described(MetricType type, std::string_view name,
                           std::string_view help = "Help.") {
  FamilyDescriptor family;
  family.type = type;
  family.name = name;
  family.help = help;
  return family;
}

FamilyDescriptor moves() {
  static constexpr std::string_view ways[] = {"up", "down"};
  static constexpr LabelDescriptor labels[] = {{"group", {}}, {"direction", ways}};
  auto family = described(MetricType::counter, "app_moves_total", "Moves.");
  family.labels = labels;
  return family;
}

/// The last cell of the table's only row, which is the help.
std::string shown(std::string_view help) {
  const auto table = to_markdown(std::vector{described(MetricType::gauge, "a", help)});
  const std::string before = "| `a` | gauge | ";
  const auto begin = table.find(before) + before.size();
  return table.substr(begin, table.size() - begin - std::string(" |\n").size());
}

/// The cell of a constant label's value.
std::string shown_as_code(std::string_view value) {
  const isometric::ConstantLabel constant[] = {{"x", value}};
  auto family = described(MetricType::gauge, "a");
  family.constant_labels = constant;
  const auto table = to_markdown(std::vector{family});
  const std::string before = "| `a` | gauge | `x` = ";
  const auto begin = table.find(before) + before.size();
  return table.substr(begin, table.find(" | Help.", begin) - begin);
}

}  // namespace

TEST_CASE("a table has a row for each family, and columns for what there is to say") {
  static constexpr double buckets[] = {0.5, 1};
  auto size = described(MetricType::histogram, "app_size_bytes", "Sizes.");
  size.unit = "bytes";
  size.buckets = buckets;
  CHECK(to_markdown(std::vector{moves(), size}) ==
        "| metric | type | unit | labels | series | buckets | help |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n"
        "| `app_moves_total` | counter |  | `group`: any; `direction`: `up`, `down` |"
        " 2 for each `group` |  | Moves. |\n"
        "| `app_size_bytes` | histogram | bytes |  |  | 0.5, 1 | Sizes. |\n");
}

TEST_CASE("a table leaves out the columns in which nobody has anything to say") {
  CHECK(to_markdown(std::vector{described(MetricType::gauge, "app_nodes", "Nodes.")}) ==
        "| metric | type | help |\n| --- | --- | --- |\n| `app_nodes` | gauge | Nodes. |\n");
  CHECK(to_markdown({}).empty());
}

TEST_CASE("a table tells how many series there are, and how they come and go") {
  static constexpr std::string_view two[] = {"a", "b"};
  static constexpr std::string_view three[] = {"a", "b", "c"};
  static constexpr LabelDescriptor closed[] = {{"x", two}, {"y", three}};
  static constexpr LabelDescriptor open[] = {{"group", {}}, {"x", two}, {"zone", {}}};
  const auto cell = [](FamilyDescriptor family) {
    const auto table = to_markdown(std::vector{family});
    const auto end = table.rfind(" | Help.");
    const auto begin = table.rfind("| ", end - 1) + 2;
    return table.substr(begin, end - begin);
  };
  auto family = described(MetricType::gauge, "a");
  family.labels = closed;
  CHECK(cell(family) == "6");
  family.labels = open;
  CHECK(cell(family) == "2 for each `group` and `zone`");
  family.max_series = 500;
  CHECK(cell(family) == "2 for each `group` and `zone`, at most 500");
  family.series_kind = isometric::SeriesKind::removable;
  CHECK(cell(family) == "2 for each `group` and `zone`, at most 500; removable");
  family.labels = closed;  // bounded by their types, whatever the cap
  CHECK(cell(family) == "6; removable");
  family.labels = {};
  family.series_kind = isometric::SeriesKind::callback;
  CHECK(cell(family) == "callback");
}

TEST_CASE("a table shows quantiles with their errors and the time that they cover") {
  static constexpr isometric::Quantile quantiles[] = {{0.5, 0.05}, {0.99, 0.001}};
  auto family = described(MetricType::summary, "a");
  family.quantiles = quantiles;
  family.window = {30, 3};
  CHECK_THAT(to_markdown(std::vector{family}),
             Contains("| quantiles |") && Contains("| 0.5 ± 0.05, 0.99 ± 0.001 over 30 s |"));
  family.quantiles = {};
  CHECK_FALSE(to_markdown(std::vector{family}).find("quantiles") != std::string::npos);
}

TEST_CASE("a table shows constant labels first, with their values") {
  static constexpr isometric::ConstantLabel constant[] = {{"zone", "eu"}};
  auto family = moves();
  family.constant_labels = constant;
  CHECK_THAT(to_markdown(std::vector{family}), Contains("| `zone` = `eu`; `group`: any; "));
}

TEST_CASE("a table shows where a family was declared, if it is asked to") {
  auto family = described(MetricType::gauge, "a");
  family.declared_at = {"/home/me/app/include/moves.hpp", 12};
  const std::vector families{family};
  const auto with_root = [&](std::string_view root) {
    return to_markdown(families, {.show_declarations = true, .source_root = root});
  };
  CHECK_THAT(with_root("/home/me/app"), Contains("| declared at |"));
  CHECK_THAT(with_root("/home/me/app"), Contains("| `include/moves.hpp:12` |"));
  CHECK_THAT(with_root("/home/me/app/"), Contains("| `include/moves.hpp:12` |"));
  CHECK_THAT(with_root("/home/me/ap"), Contains("| `/home/me/app/include/moves.hpp:12` |"));
  CHECK_THAT(with_root("/home/you"), Contains("| `/home/me/app/include/moves.hpp:12` |"));
  CHECK_THAT(with_root(""), Contains("| `/home/me/app/include/moves.hpp:12` |"));
}

TEST_CASE("help cannot break a table") {
  CHECK(shown("Plain, simple (good) text: 100% of it!") ==
        "Plain, simple (good) text: 100% of it!");
  CHECK(shown("a|b") == "a\\|b");
  CHECK(shown("a\nb\r\tc") == "a b  c");
  CHECK(shown("*a* _b_ `c` [d](e) <f> &amp; ~g~ \\h") ==
        "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\<f\\> \\&amp; \\~g\\~ \\\\h");
  CHECK(shown("\xFF") == "\xEF\xBF\xBD");
}

TEST_CASE("code in a table holds any text") {
  CHECK(shown_as_code("eu_west*1") == "`eu_west*1`");
  CHECK(shown_as_code("a|b") == "`a\\|b`");
  CHECK(shown_as_code("a`b") == "``a`b``");
  CHECK(shown_as_code("``a") == "``` ``a ```");
  CHECK(shown_as_code("a`") == "`` a` ``");
  CHECK(shown_as_code("") == "`  `");
  CHECK(shown_as_code(" a ") == "`  a  `");
  CHECK(shown_as_code(" a") == "` a`");
  CHECK(shown_as_code("a\nb") == "`a b`");
}
