#pragma once

#include <isometric/catalogue/catalogue.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/testing/detail/declared_family.hpp>
#include <isometric/testing/detail/near_misses.hpp>
#include <isometric/testing/detail/page/page_comparison.hpp>
#include <isometric/testing/detail/refuse_test.hpp>
#include <isometric/testing/exposed_page.hpp>
#include <isometric/testing/verdict.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace isometric::inline v1::testing {

/// What can be compared with a catalogue: a Snapshot, or what an ExposedPage is made of, so that
/// the text of a page is compared with all that is wrong with it.
class CatalogueSubject {
 public:
  CatalogueSubject(Snapshot snapshot) : snapshot_(std::move(snapshot)) {}

  template <std::convertible_to<ExposedPage> Page>
    requires(!std::same_as<Page, Snapshot>)
  CatalogueSubject(const Page& page) : page_(page) {}

  /// The page; none if it is a snapshot.
  [[nodiscard]] const std::optional<ExposedPage>& page() const noexcept { return page_; }

  /// That of the page, if it is one.
  [[nodiscard]] const Snapshot& snapshot() const noexcept {
    return page_ ? page_->snapshot() : snapshot_;
  }

 private:
  Snapshot snapshot_;
  std::optional<ExposedPage> page_;
};

/// Whether all that the catalogue declares is exposed: each family, with its type, help, label
/// names, bounds or quantiles, and each combination of the values of its closed labels. Lists what
/// is missing or otherwise, and families of similar names. What is exposed beside is ignored. A
/// page that is not valid fails.
///
/// A family of open labels has no series before its first use, so a test uses each; those that it
/// does not are named in `unused`, and may be absent. Throws std::invalid_argument if the catalogue
/// does not declare one of these, or declares nothing at all.
[[nodiscard]] inline Verdict all_declared_exposed(const CatalogueSubject& subject,
                                                  const Catalogue& catalogue,
                                                  const std::vector<std::string>& unused = {}) {
  if (catalogue.empty()) internal::refuse_test("the catalogue declares nothing");
  for (const auto& name : unused) {
    if (catalogue.find(name) != nullptr) continue;
    internal::refuse_test("the unused family " + name + " is not in the catalogue");
  }
  const Snapshot& snapshot = subject.snapshot();
  std::set<std::string> exposed;
  for (const auto& family : snapshot.families()) exposed.insert(family.name);
  std::vector<std::string> failed;  // what is told of each
  for (const FamilyDescriptor& declared : catalogue) {
    std::ostringstream found;
    const std::string name(declared.name);
    if (const FamilySnapshot* family = snapshot.find_family(name)) {
      internal::DeclaredFamily(declared).compare(*family, found);
    } else if (std::ranges::count(unused, name) == 0) {
      found << "\n" << name << " is not exposed";
      detail::print_similar_used_families(found, exposed, name);
    }
    if (!found.view().empty()) failed.push_back(std::move(found).str());
  }
  std::ostringstream text;
  if (!failed.empty()) {
    text << std::to_string(failed.size()) << " of " << std::to_string(catalogue.size())
         << " declared families are not exposed as declared";
    constexpr std::size_t most_shown = 10;
    for (std::size_t i = 0; i < (std::min)(failed.size(), most_shown); ++i) text << failed[i];
    if (failed.size() > most_shown)
      text << "\nand " << std::to_string(failed.size() - most_shown) << " more";
  }
  if (subject.page() && !subject.page()->problems().empty()) {
    text << (failed.empty() ? "" : "\n") << "the page is not valid; it has "
         << internal::problems_text(*subject.page());
  }
  return {text.view().empty(), text.str()};
}

}  // namespace isometric::inline v1::testing
