#pragma once

#include <isometric/catalogue/catalogue.hpp>
#include <isometric/description/detail/append.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/testing/detail/declared_family.hpp>
#include <isometric/testing/detail/message_text.hpp>
#include <isometric/testing/detail/page/page_comparison.hpp>
#include <isometric/testing/detail/refutation.hpp>
#include <isometric/testing/exposed_page.hpp>
#include <isometric/testing/verdict.hpp>

#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric::inline v1::testing {

/// What can be compared with a catalogue: a Snapshot, or what an ExposedPage is made of, so that
/// the text of a page is compared with all that is wrong with it.
class CatalogueSubject {
 public:
  template <class = void>
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
template <class = void>
[[nodiscard]] Verdict all_declared_exposed(const CatalogueSubject& subject,
                                           const Catalogue& catalogue,
                                           const std::vector<std::string>& unused = {}) {
  if (catalogue.empty()) detail::refuse_test("the catalogue declares nothing");
  for (const auto& name : unused) {
    if (catalogue.find(name) != nullptr) continue;
    detail::refuse_test(detail::joined({"the unused family ", name, " is not in the catalogue"}));
  }
  const Snapshot& snapshot = subject.snapshot();
  const auto& exposed = snapshot.families();
  constexpr std::size_t most_shown = 10;
  std::size_t failed = 0;
  std::string lines;
  for (const FamilyDescriptor& declared : catalogue) {
    std::string found;
    if (const FamilySnapshot* family = snapshot.find_family(declared.name)) {
      detail::DeclaredFamily<>(declared).compare(*family, found);
    } else if (!detail::is_among(unused, declared.name)) {
      detail::append(found, {"\n", declared.name, " is not exposed"});
      detail::append_similar_used_families(
          found, exposed.size(), [&](std::size_t i) -> std::string_view { return exposed[i].name; },
          declared.name);
    }
    if (!found.empty() && ++failed <= most_shown) lines += found;
  }
  std::string text;
  if (failed > 0) {
    text = detail::joined({std::to_string(failed), " of ", std::to_string(catalogue.size()),
                           " declared families are not exposed as declared", lines});
  }
  if (failed > most_shown) {
    detail::append(text, {"\nand ", std::to_string(failed - most_shown), " more"});
  }
  if (subject.page() && !subject.page()->problems().empty()) {
    detail::append(text, {failed == 0 ? "" : "\n", "the page is not valid; it has ",
                          detail::problems_text(*subject.page())});
  }
  return {text.empty(), text};
}

}  // namespace isometric::inline v1::testing
