#pragma once

#include <isometric/description/detail/raise.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/detail/valid_text.hpp>
#include <isometric/sinks/detail/family/descriptor_checks.hpp>
#include <isometric/sinks/detail/family/descriptor_conflict.hpp>
#include <isometric/sinks/detail/family/value_hash.hpp>
#include <isometric/sinks/registry_options.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace isometric::inline v1::detail {

/// Throws the conflict; `existing` is null if other code has registered what is in the way.
[[noreturn]] inline void refuse(const FamilyDescriptor& requested, Difference difference,
                                const FamilyDescriptor* existing = nullptr) {
  raise(
      RegistrationConflict({to_valid_text(requested.name), difference.field,
                            std::move(difference.existing), std::move(difference.requested),
                            existing == nullptr ? std::string() : site_text(existing->declared_at),
                            site_text(requested.declared_at)}));
}

/// Whether its last letter is one of a derived suffix, which most names' is not.
constexpr bool may_be_derived(std::string_view name) noexcept {
  return name.ends_with('t') || name.ends_with('m');
}
static_assert(std::ranges::all_of(derived_suffixes(MetricType::histogram), may_be_derived));

/// Throws if the two would print samples of one name. `find` gives the descriptor of the registered
/// family of a name, or null.
template <class Find>
void check_derived_names(const FamilyDescriptor& requested, Find find) {
  const auto describe = [](const FamilyDescriptor& family) {
    return std::string(to_string(family.type)) + " " + in_quotes(family.name);
  };
  const auto clash = [&](const FamilyDescriptor& other) {
    refuse(requested, {Field::derived_name, describe(other), describe(requested)}, &other);
  };
  for (const auto suffix : derived_suffixes(requested.type)) {
    const FamilyDescriptor* other = find(std::string(requested.name).append(suffix));
    if (other != nullptr) clash(*other);
  }
  if (!may_be_derived(requested.name)) return;
  for (const auto suffix : derived_suffixes(MetricType::histogram)) {
    if (!ends_with(requested.name, suffix)) continue;
    const auto base_name = requested.name.substr(0, requested.name.size() - suffix.size());
    const FamilyDescriptor* base = find(base_name);
    if (base == nullptr) continue;
    const auto derived = derived_suffixes(base->type);
    if (std::ranges::find(derived, suffix) != derived.end()) clash(*base);
  }
}

/// Throws if a family of ours cannot be had as it is asked for. Returns true for a mismatch that
/// harms nobody and is to be counted. What is described as the family is was checked with it.
inline bool check_declaration(const FamilyDescriptor& existing, const FamilyDescriptor& requested,
                              const RegistryOptions& options) {
  if (auto conflict = find_conflict(existing, requested)) {
    check_descriptor(requested);
    refuse(requested, std::move(*conflict), &existing);
  }
  if (options.on_duplicate == OnDuplicate::reject) {
    refuse(requested, {Field::name, "the same family", "a family of its own"}, &existing);
  }
  auto mismatch = find_mismatch(existing, requested);
  if (mismatch) check_descriptor(requested);
  if (mismatch && options.strict) refuse(requested, std::move(*mismatch), &existing);
  return mismatch.has_value();
}

}  // namespace isometric::inline v1::detail
