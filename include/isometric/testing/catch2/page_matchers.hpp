#pragma once

#include <isometric/catalogue/catalogue.hpp>
#include <isometric/testing/catalogue_checks.hpp>
#include <isometric/testing/catch2/check_matcher.hpp>
#include <isometric/testing/exposed_page.hpp>
#include <isometric/testing/lint_checks.hpp>
#include <isometric/testing/page_checks.hpp>

#include <string>
#include <utility>
#include <vector>

namespace isometric::inline v1::testing {

// Matchers of an ExposedPage, and so of the text of a page, of a Snapshot, or of a sink that is a
// source; the last two match a Catalogue, or use one.

/// Matches a page that every scraper takes; lists the problems of another one.
///
///     CHECK_THAT(http_get("/metrics"), ValidExposition());
template <class Subject = ExposedPage>
auto ValidExposition() {
  return make_matcher<Subject>(valid_exposition<>);
}

/// Matches a page that says the same as the expected one, in whatever order and spelling; shows a
/// unified diff. With `families`, only these are compared.
///
///     CHECK_THAT(server.sink(), ExposesText(R"(
///       # HELP app_nodes Nodes.
///       # TYPE app_nodes gauge
///       app_nodes 3
///     )", {"app_nodes"}));
template <class Subject = ExposedPage>
auto ExposesText(std::string expected, std::vector<std::string> families = {}) {
  return make_matcher<Subject>(exposes_text<>, std::move(expected), std::move(families));
}

/// The same with the expected page in a file, which is written anew where the environment variable
/// ISOMETRIC_UPDATE_GOLDEN is 1.
template <class Subject = ExposedPage>
auto ExposesFile(std::string path, std::vector<std::string> families = {}) {
  return make_matcher<Subject>(exposes_file<>, std::move(path), std::move(families));
}

/// Matches a Snapshot, or what an ExposedPage is made of, that has all that the catalogue declares;
/// families of open labels that the test does not use are named in `unused`.
///
///     CHECK_THAT(http_get("/metrics"), AllDeclaredExposed(catalogue_of_server()));
template <class Subject = CatalogueSubject>
auto AllDeclaredExposed(Catalogue catalogue, std::vector<std::string> unused = {}) {
  return make_matcher<Subject>(all_declared_exposed<>, std::move(catalogue), std::move(unused));
}

/// Matches a Catalogue, or what an ExposedPage is made of, in which promlint and your own rules
/// find nothing; lists the findings.
///
///     CHECK_THAT(server.sink(), LintClean());
template <class Subject = LintSubject>
auto LintClean(LintOptions options = {}) {
  return make_matcher<Subject>(lint_clean<>, std::move(options));
}

}  // namespace isometric::inline v1::testing
