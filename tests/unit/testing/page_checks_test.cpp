#include "support/catch.hpp"

#include <isometric/description/metric_type.hpp>
#include <isometric/exposition/exposition_format.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/testing/page_checks.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unistd.h>

// What the checks of pages say, word by word.

using isometric::ExpositionFormat;
using isometric::FamilySnapshot;
using isometric::MetricType;
using isometric::Snapshot;
using isometric::testing::ExposedPage;
using isometric::testing::exposes_file;
using isometric::testing::exposes_text;
using isometric::testing::valid_exposition;

namespace {

const std::string two_families =
    "# HELP app_moves_total Moves.\n"
    "# TYPE app_moves_total counter\n"
    "app_moves_total{way=\"down\"} 1\n"
    "app_moves_total{way=\"up\"} 2\n"
    "# HELP app_nodes Nodes.\n"
    "# TYPE app_nodes gauge\n"
    "app_nodes 3\n";

/// A file of this test's own, and the environment that rewrites it.
struct GoldenFile {
  explicit GoldenFile(bool is_updated) {
    if (is_updated) setenv("ISOMETRIC_UPDATE_GOLDEN", "1", 1);
  }
  ~GoldenFile() {
    unsetenv("ISOMETRIC_UPDATE_GOLDEN");
    std::filesystem::remove(path);
  }
  GoldenFile(const GoldenFile&) = delete;
  GoldenFile& operator=(const GoldenFile&) = delete;

  void write(std::string_view text) const { std::ofstream(path, std::ios::binary) << text; }
  [[nodiscard]] std::string read() const {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  const std::string path = (std::filesystem::temp_directory_path() /
                            ("isometric_golden_" + std::to_string(getpid()) + ".txt"))
                               .string();
};

}  // namespace

TEST_CASE("valid_exposition shows each problem with its line") {
  CHECK(valid_exposition("app_nodes 3\n"));
  CHECK(valid_exposition("app_nodes 3\n").explanation.empty());
  CHECK(valid_exposition("app_nodes 3\napp_jobs{a=\"1\"} many\n").explanation ==
        "the page has 1 problem\n"
        "  line 2: 'many' is no number\n"
        "    app_jobs{a=\"1\"} many");
  CHECK(valid_exposition("").holds);
  CHECK(valid_exposition(ExposedPage("a 1\nb 2")).explanation ==
        "the page has 1 problem\n"
        "  line 2: the page does not end in a line break\n"
        "    b 2");
}

TEST_CASE("valid_exposition cuts what would be endless") {
  std::string page;
  for (int i = 0; i < 40; ++i) page += "1 1\n";
  const auto text = valid_exposition(page).explanation;
  CHECK(text.starts_with("the page has 40 problems\n"));
  CHECK(text.ends_with("\n  and 30 more"));
  CHECK(valid_exposition(std::string(1000, 'a') + "\n").explanation ==
        "the page has 1 problem\n  line 1: there is no value\n    " + std::string(200, 'a') +
            "...");
}

TEST_CASE("exposes_text holds whatever the order and the spelling") {
  CHECK(exposes_text(two_families, two_families));
  CHECK(exposes_text(two_families, R"(
      # TYPE app_nodes   gauge
      # HELP app_nodes   Nodes.

      app_nodes  3.0e0
      # HELP app_moves_total Moves.
      # TYPE app_moves_total counter
      app_moves_total{ way="up", } +2 1395066363000
      app_moves_total{ way="down" }	1.00
  )"));
  CHECK(exposes_text("a{x=\"1\",y=\"2\"} NaN\n", "a{y=\"2\",x=\"1\"} nan\r\n"));
  CHECK(exposes_text("", "\n  \n"));
}

TEST_CASE("exposes_text shows a unified diff of all that the pages do not agree about") {
  CHECK(exposes_text(two_families, R"(
      # HELP app_jobs Jobs.
      # TYPE app_jobs gauge
      app_jobs 1
      # HELP app_moves_total Moves.
      # TYPE app_moves_total counter
      app_moves_total{way="down"} 1
      app_moves_total{way="up"} 1
      # HELP app_nodes Nodes
      # TYPE app_nodes gauge
      app_nodes 3
  )")
            .explanation ==
        "--- expected\n"
        "+++ exposed\n"
        "@@ -1,10 +1,7 @@\n"
        "-# HELP app_jobs Jobs.\n"
        "-# TYPE app_jobs gauge\n"
        "-app_jobs 1\n"
        " # HELP app_moves_total Moves.\n"
        " # TYPE app_moves_total counter\n"
        " app_moves_total{way=\"down\"} 1\n"
        "-app_moves_total{way=\"up\"} 1\n"
        "-# HELP app_nodes Nodes\n"
        "+app_moves_total{way=\"up\"} 2\n"
        "+# HELP app_nodes Nodes.\n"
        " # TYPE app_nodes gauge\n"
        " app_nodes 3");
}

TEST_CASE("exposes_text cuts a diff that would be endless") {
  std::string page;
  for (int i = 0; i < 300; ++i) page += "app_" + std::to_string(i) + " 1\n";
  const auto text = exposes_text(page, "app_nodes 3\n").explanation;
  CHECK(text.starts_with("--- expected\n+++ exposed\n@@ -1,2 +1,600 @@\n"));
  CHECK(text.ends_with("\nand 545 more lines"));
  CHECK(std::ranges::count(text, '\n') == 60);
}

TEST_CASE("exposes_text tells apart what differs in type, help, unit, labels or value alone") {
  const std::string page = "# HELP a_x A.\n# TYPE a_x gauge\n# UNIT a_x x\na_x{b=\"1\"} 1\n# EOF\n";
  const auto with = [&](std::string_view old_text, std::string_view new_text) {
    std::string changed = page;
    return changed.replace(changed.find(old_text), old_text.size(), new_text);
  };
  CHECK(exposes_text(page, page));
  CHECK_FALSE(exposes_text(page, with("gauge", "unknown")));
  CHECK_FALSE(exposes_text(page, with("A.", "B.")));
  CHECK_FALSE(exposes_text(page, with("# UNIT a_x x\n", "")));
  CHECK_FALSE(exposes_text(page, with("b=", "c=")));
  CHECK_FALSE(exposes_text(page, with("\"1\"", "\"2\"")));
  CHECK_FALSE(exposes_text(page, with("} 1", "} 1.0000000000000002")));
  CHECK_FALSE(exposes_text(page, ""));
  CHECK_FALSE(exposes_text("", page));
}

TEST_CASE("pages in different formats are compared by what the text format has") {
  FamilySnapshot waits{"app_wait_seconds", "Waits.", MetricType::gauge, {{{}, 1.0}}, "seconds"};
  FamilySnapshot build{"app_build_info", "Build.", MetricType::info, {{{{"v", "1"}}, 1.0}}};
  FamilySnapshot moves{"app_moves_total", "Moves.", MetricType::counter, {{{}, 1.0}}};
  const Snapshot snapshot({waits, build, moves});
  CHECK(exposes_text(ExposedPage(snapshot, ExpositionFormat::openmetrics),
                     ExposedPage(snapshot).text()));
  CHECK(exposes_text(snapshot, ExposedPage(snapshot, ExpositionFormat::openmetrics).text()));
}

TEST_CASE("exposes_text compares only the families that are named") {
  const std::string nodes = "# HELP app_nodes Nodes.\n# TYPE app_nodes gauge\napp_nodes 3\n";
  CHECK(exposes_text(two_families, nodes, {"app_nodes"}));
  CHECK_FALSE(exposes_text(two_families, nodes));
  CHECK_FALSE(exposes_text(two_families, nodes, {"app_nodes", "app_moves_total"}));
  CHECK_FALSE(exposes_text(two_families, nodes, {"app_moves_total"}));
  CHECK_FALSE(exposes_text(nodes, two_families, {"app_moves_total"}));
}

TEST_CASE("exposes_text compares families without samples, too") {
  const std::string counter = "# HELP x_total X.\n# TYPE x_total counter\n";
  CHECK(exposes_text(counter, counter));
  CHECK(exposes_text(counter, counter, {"x_total"}));
  CHECK(exposes_text("# TYPE x histogram\n# EOF\n", "# TYPE x histogram\n"));
  CHECK(exposes_text(counter, "# TYPE x_total gauge\n").explanation ==
        "--- expected\n"
        "+++ exposed\n"
        "@@ -1,1 +1,2 @@\n"
        "-# TYPE x_total gauge\n"
        "+# HELP x_total X.\n"
        "+# TYPE x_total counter");
  CHECK_FALSE(exposes_text(counter, ""));
  CHECK_FALSE(exposes_text("", counter));
  CHECK_FALSE(exposes_text(counter, counter + "x_total 0\n"));
  CHECK_FALSE(exposes_text(counter, "# TYPE x_total gauge\n", {"x_total"}));
  CHECK_THROWS_WITH(exposes_text(counter, counter, {"y_total"}),
                    "isometric: the filter names y_total, which is on neither page; there is no "
                    "such family, but\n  x_total");
  CHECK_THROWS_WITH(
      exposes_text("", "", {"y_total"}),
      "isometric: the filter names y_total, which is on neither page; both are empty");
}

TEST_CASE("a filter that names a family of neither page is an error, and never a pass") {
  CHECK_THROWS_AS(exposes_text(two_families, two_families, {"app_nodes", "app_move_total"}),
                  std::invalid_argument);
  CHECK_THROWS_WITH(
      exposes_text(two_families, two_families, {"app_move_total"}),
      "isometric: the filter names app_move_total, which is on neither page; there is no such "
      "family, but\n  app_moves_total\n  app_nodes");
}

TEST_CASE("exposes_text does not compare what is not valid") {
  CHECK(exposes_text("a 1\nb x\n", "a 1\n").explanation ==
        "the exposed page is not valid; it has 1 problem\n  line 2: 'x' is no number\n    b x");
  CHECK(exposes_text("a 1\n", "a 1\nb x\n").explanation ==
        "the expected page is not valid; it has 1 problem\n  line 2: 'x' is no number\n    b x");
}

TEST_CASE("exposes_file compares with a file") {
  const GoldenFile golden(false);
  golden.write(two_families);
  CHECK(exposes_file(two_families, golden.path));
  CHECK(exposes_file("# HELP app_nodes Nodes.\n# TYPE app_nodes gauge\napp_nodes 3\n", golden.path,
                     {"app_nodes"}));
  CHECK(exposes_file("app_nodes 3\n", golden.path, {"app_nodes"}).explanation ==
        "--- expected\n"
        "+++ exposed\n"
        "@@ -1,3 +1,2 @@\n"
        "-# HELP app_nodes Nodes.\n"
        "-# TYPE app_nodes gauge\n"
        "+# TYPE app_nodes untyped\n"
        " app_nodes 3\n"
        "the expected page is " +
            golden.path + "; ISOMETRIC_UPDATE_GOLDEN=1 writes it anew");
  CHECK(golden.read() == two_families);
}

TEST_CASE("a missing file is a failure that tells how to make it") {
  const GoldenFile golden(false);
  CHECK(exposes_file(two_families, golden.path).explanation ==
        "there is no file " + golden.path +
            "; run this test once with ISOMETRIC_UPDATE_GOLDEN=1, and it writes it");
  CHECK(exposes_file("", golden.path).holds == false);
  CHECK_FALSE(std::filesystem::exists(golden.path));
}

TEST_CASE("a golden file is written anew on request, if it says otherwise") {
  const GoldenFile golden(true);
  CHECK(exposes_file(two_families, golden.path, {"app_nodes"}));
  CHECK(golden.read() == "# HELP app_nodes Nodes.\n# TYPE app_nodes gauge\napp_nodes 3\n");
  golden.write("  app_nodes 4\n");
  CHECK(exposes_file("app_nodes 3\n", golden.path));
  CHECK(golden.read() == "# TYPE app_nodes untyped\napp_nodes 3\n");
  golden.write("app_nodes  3.0\n\n");  // says the same
  CHECK(exposes_file("app_nodes 3\n", golden.path));
  CHECK(golden.read() == "app_nodes  3.0\n\n");
  golden.write("no page\n");
  CHECK(exposes_file("a 1\n# EOF\n", golden.path));
  CHECK(golden.read() == "# TYPE a unknown\na 1\n# EOF\n");
}

TEST_CASE("no golden file is made of an invalid page, nor for a filter that names nothing") {
  const GoldenFile golden(true);
  CHECK_FALSE(exposes_file("app_nodes x\n", golden.path));
  CHECK_THROWS_AS(exposes_file(two_families, golden.path, {"app_node"}), std::invalid_argument);
  CHECK_FALSE(std::filesystem::exists(golden.path));
  CHECK(exposes_file(two_families, "/nowhere/at/all.txt").explanation ==
        "cannot write /nowhere/at/all.txt");
}

TEST_CASE("a golden file keeps the families that the filter does not name") {
  const GoldenFile golden(true);
  golden.write("# a comment\napp_jobs 5\napp_nodes 4\n");
  CHECK(exposes_file("app_jobs 6\napp_nodes 7\n", golden.path, {"app_nodes"}));
  CHECK(golden.read() ==
        "# TYPE app_jobs untyped\napp_jobs 5\n# TYPE app_nodes untyped\napp_nodes 7\n");
  CHECK(exposes_file("app_jobs 6\napp_nodes 8\n", golden.path, {"app_jobs"}));
  CHECK(golden.read() ==
        "# TYPE app_jobs untyped\napp_jobs 6\n# TYPE app_nodes untyped\napp_nodes 7\n");
  // In the format of the file, if there are others in it.
  CHECK(exposes_file("app_nodes 9\n# EOF\n", golden.path, {"app_nodes"}));
  CHECK(golden.read() ==
        "# TYPE app_jobs untyped\napp_jobs 6\n# TYPE app_nodes untyped\napp_nodes 9\n");
}

TEST_CASE("a golden file is not written if the page has lost a family that the filter names") {
  const GoldenFile golden(true);
  golden.write("app_jobs 5\napp_nodes 4\n");
  CHECK(exposes_file("app_jobs 6\n", golden.path, {"app_jobs", "app_nodes"}).explanation ==
        "--- expected\n"
        "+++ exposed\n"
        "@@ -1,4 +1,2 @@\n"
        " # TYPE app_jobs untyped\n"
        "-app_jobs 5\n"
        "-# TYPE app_nodes untyped\n"
        "-app_nodes 4\n"
        "+app_jobs 6\n" +
            golden.path + " is not written anew: the exposed page has no app_nodes");
  CHECK_FALSE(exposes_file("", golden.path));
  CHECK(golden.read() == "app_jobs 5\napp_nodes 4\n");
}

TEST_CASE("a golden file is not made of an empty page") {
  const GoldenFile golden(true);
  CHECK(exposes_file("", golden.path).explanation ==
        golden.path + " is not written anew: the exposed page has no families");
  CHECK_FALSE(std::filesystem::exists(golden.path));
}

TEST_CASE("a golden file of which the rest is not valid is not written for a filter") {
  const GoldenFile golden(true);
  golden.write("app_jobs x\napp_nodes 4\n");
  CHECK(exposes_file("app_nodes 5\n", golden.path, {"app_nodes"})
            .explanation.ends_with(golden.path +
                                   " is not written anew: of other families than the filter names, "
                                   "what is in it is not valid"));
  CHECK(golden.read() == "app_jobs x\napp_nodes 4\n");
}

TEST_CASE("a golden file that would not read back as the page is not written") {
  const GoldenFile golden(true);
  golden.write("app_jobs 1\n# EOF\n");
  // Beside a counter, OpenMetrics has no place for what its time of creation could be called.
  const std::string page = "# TYPE a_total counter\na_total 1\na_created 2\n";
  CHECK(exposes_file(page, golden.path, {"a_total", "a_created"})
            .explanation.ends_with(" is not written anew: it would not read back as the same"));
  CHECK(golden.read() == "app_jobs 1\n# EOF\n");
}

TEST_CASE("a golden file that is a directory fails, and is not written") {
  for (const bool is_updated : {false, true}) {
    const GoldenFile golden(is_updated);
    std::filesystem::create_directory(golden.path);
    CHECK(exposes_file(two_families, golden.path).explanation ==
          "cannot read " + golden.path + ", a directory");
  }
}

TEST_CASE("only the value 1 asks for golden files to be written") {
  const GoldenFile golden(false);
  setenv("ISOMETRIC_UPDATE_GOLDEN", "0", 1);
  CHECK_FALSE(exposes_file(two_families, golden.path));
  CHECK_FALSE(std::filesystem::exists(golden.path));
}
