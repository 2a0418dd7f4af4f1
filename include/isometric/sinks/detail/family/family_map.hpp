#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/sinks/detail/family/arena.hpp>
#include <isometric/sinks/detail/family/bounds_rules.hpp>
#include <isometric/sinks/detail/family/descriptor_checks.hpp>
#include <isometric/sinks/detail/family/descriptor_copy.hpp>
#include <isometric/sinks/detail/family/refusal.hpp>
#include <isometric/sinks/registry_options.hpp>

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace isometric::inline v1::detail {

/// The families of a sink without a backend, by name, under the rules of a sink with a registry of
/// its own: what is declared again has to be the same in everything. Families never move. Not
/// thread-safe.
template <class Family>
class FamilyMap {
 public:
  /// The family that is described; a new one is made of `arguments` and the descriptor. Throws
  /// RegistrationConflict, or what check_name() and check_descriptor() do; changes nothing then.
  template <class... Arguments>
  Family& declare(const FamilyDescriptor& requested, Arguments&... arguments) {
    if (!has_valid_text(requested)) {
      Arena memory;
      return declare(copy_descriptor(requested, memory, CopyText::valid), arguments...);
    }
    const BoundsRules rules = bounds_rules_of(requested.type);
    const auto place = families_.find(requested.name);
    if (place != families_.end()) {
      check_declaration(place->second.descriptor(), requested, rules, {.strict = true});
      return place->second;
    }
    check_name(requested);
    check_family(requested, rules);
    check_derived_names(requested, true, [this](std::string_view name) {
      const auto other = families_.find(name);
      return other == families_.end() ? nullptr : &other->second.descriptor();
    });
    return families_.try_emplace(std::string(requested.name), arguments..., requested)
        .first->second;
  }

  // In order of name.
  [[nodiscard]] auto begin() noexcept { return families_.begin(); }
  [[nodiscard]] auto end() noexcept { return families_.end(); }
  [[nodiscard]] auto begin() const noexcept { return families_.begin(); }
  [[nodiscard]] auto end() const noexcept { return families_.end(); }

 private:
  std::map<std::string, Family, std::less<>> families_;
};

}  // namespace isometric::inline v1::detail
