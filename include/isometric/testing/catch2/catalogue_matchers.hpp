#pragma once

#include <isometric/catalogue/catalogue.hpp>
#include <isometric/testing/catalogue_checks.hpp>
#include <isometric/testing/catch2/check_matcher.hpp>

#include <string>
#include <utility>
#include <vector>

namespace isometric::inline v1::testing {

/// Matches a Snapshot, or what an ExposedPage is made of, that has all that the catalogue declares;
/// families of open labels that the test does not use are named in `unused`.
///
///     CHECK_THAT(http_get("/metrics"), AllDeclaredExposed(catalogue_of_server()));
template <class = void>
auto AllDeclaredExposed(Catalogue catalogue, std::vector<std::string> unused = {}) {
  return make_matcher<CatalogueSubject>(
      [catalogue = std::move(catalogue), unused = std::move(unused)](const auto& subject) {
        return all_declared_exposed(subject, catalogue, unused);
      });
}

}  // namespace isometric::inline v1::testing
