#pragma once

#include <isometric/catalogue.hpp>
#include <isometric/detail/declared_family.hpp>
#include <isometric/detail/near_misses.hpp>
#include <isometric/detail/refuse_test.hpp>
#include <isometric/family_descriptor.hpp>
#include <isometric/snapshot.hpp>
#include <isometric/testing/verdict.hpp>

#include <algorithm>
#include <cstddef>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace isometric {
inline namespace v1 {
namespace testing {

/// Whether all that the catalogue declares is exposed: each family, with its type, help, label
/// names, and each combination of the values of its closed labels. Lists all that is missing or
/// otherwise, and families of similar names. What is exposed beside is ignored.
///
/// A family of open labels has no series before its first use, so a test uses each; those that it
/// does not are named in `unused`, and may be absent. Throws std::invalid_argument if the catalogue
/// does not declare one of these.
[[nodiscard]] inline Verdict all_declared_exposed(const Snapshot& snapshot,
                                                  const Catalogue& catalogue,
                                                  const std::vector<std::string>& unused = {}) {
  for (const auto& name : unused) {
    if (catalogue.find(name) != nullptr) continue;
    internal::refuse_test("the unused family " + name + " is not in the catalogue");
  }
  std::set<std::string> exposed;
  for (const auto& family : snapshot.families()) exposed.insert(family.name);
  std::ostringstream text;
  std::size_t failed = 0;
  for (const FamilyDescriptor& declared : catalogue) {
    std::ostringstream found;
    const std::string name(declared.name);
    if (const FamilySnapshot* family = snapshot.find_family(name)) {
      internal::DeclaredFamily(declared).compare(*family, found);
    } else if (std::ranges::count(unused, name) == 0) {
      found << "\n" << name << " is not exposed";
      detail::print_similar_families(found, exposed, name);
    }
    if (found.view().empty()) continue;
    text << found.view();
    ++failed;
  }
  if (failed == 0) return {true, {}};
  return {false, std::to_string(failed) + " of " + std::to_string(catalogue.size()) +
                     " declared families are not exposed as declared" + text.str()};
}

}  // namespace testing
}  // namespace v1
}  // namespace isometric
