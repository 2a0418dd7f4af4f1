#include "support/catch.hpp"
#include "support/measured_server.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/exposition/exposition_format.hpp>
#include <isometric/exposition/gatherer.hpp>
#include <isometric/testing/exposed_page.hpp>

#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>

using isometric::ExpositionFormat;
using isometric::Snapshot;
using isometric::testing::ExposedPage;

namespace {

std::string text_of(const ExposedPage& page) {
  return page.text();
}

}  // namespace

TEST_CASE("a page is made of any text") {
  const std::string text = "app_nodes 3\n";
  CHECK(text_of(text) == text);
  CHECK(text_of("app_nodes 3\n") == text);
  CHECK(text_of(std::string_view(text)) == text);
  CHECK(ExposedPage(text).snapshot().value({"app_nodes"}) == 3);
  CHECK(ExposedPage(text).problems().empty());
  CHECK(ExposedPage("app_nodes x\n").problems().size() == 1);
}

TEST_CASE("a page is made of a snapshot, a sink, and whatever has a page") {
  const test_support::MeasuredServer server;
  server.nodes.set(2);
  const auto text = text_of(server.sink);
  CHECK(text.find("\napp_nodes 2\n") != text.npos);
  CHECK(text_of(snapshot(server.sink)) == text);
  isometric::Gatherer gatherer;
  const auto registration = gatherer.add(server.sink);
  CHECK(text_of(gatherer) == text);
  CHECK_FALSE(std::is_convertible_v<int, ExposedPage>);
}

TEST_CASE("a page knows its format") {
  CHECK(ExposedPage("a 1\n").format() == ExpositionFormat::text);
  CHECK(ExposedPage("a 1\n# EOF\n").format() == ExpositionFormat::openmetrics);
  const test_support::MeasuredServer server;
  const ExposedPage page(server.sink, ExpositionFormat::openmetrics);
  CHECK(page.format() == ExpositionFormat::openmetrics);
  CHECK(page.text().ends_with("# EOF\n"));
  CHECK(page.snapshot() == snapshot(server.sink));
}

TEST_CASE("a page prints as its text") {
  std::ostringstream text;
  text << ExposedPage("a 1\n");
  CHECK(text.str() == "a 1\n");
}
