#pragma once

#include <isometric/testing/catch2/check_matcher.hpp>
#include <isometric/testing/exposed_page.hpp>
#include <isometric/testing/page_checks.hpp>

#include <string>
#include <utility>
#include <vector>

namespace isometric::inline v1::testing {

// All match an ExposedPage, and so the text of a page, a Snapshot, or a sink that is a source.

/// Matches a page that every scraper takes; lists the problems of another one.
///
///     CHECK_THAT(http_get("/metrics"), ValidExposition());
template <class = void>
auto ValidExposition() {
  return make_matcher<ExposedPage>([](const auto& page) { return valid_exposition(page); });
}

/// Matches a page that says the same as the expected one, in whatever order and spelling; shows a
/// unified diff. With `families`, only these are compared.
///
///     CHECK_THAT(server.sink(), ExposesText(R"(
///       # HELP app_nodes Nodes.
///       # TYPE app_nodes gauge
///       app_nodes 3
///     )", {"app_nodes"}));
template <class = void>
auto ExposesText(std::string expected, std::vector<std::string> families = {}) {
  return make_matcher<ExposedPage>(
      [expected = std::move(expected), families = std::move(families)](const auto& page) {
        return exposes_text(page, expected, families);
      });
}

/// The same with the expected page in a file, which is written anew where the environment variable
/// ISOMETRIC_UPDATE_GOLDEN is 1.
template <class = void>
auto ExposesFile(std::string path, std::vector<std::string> families = {}) {
  return make_matcher<ExposedPage>(
      [path = std::move(path), families = std::move(families)](const auto& page) {
        return exposes_file(page, path, families);
      });
}

}  // namespace isometric::inline v1::testing
