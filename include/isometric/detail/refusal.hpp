#pragma once

#include <isometric/detail/descriptor_conflict.hpp>
#include <isometric/detail/raise.hpp>
#include <isometric/detail/value_hash.hpp>
#include <isometric/errors.hpp>
#include <isometric/family_descriptor.hpp>
#include <isometric/invalid_quantiles.hpp>
#include <isometric/quantiles.hpp>
#include <isometric/runtime_quantiles.hpp>
#include <isometric/sinks/registry_options.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace isometric {
inline namespace v1 {
namespace detail {

/// Throws the conflict; `existing` is null if other code has registered what is in the way.
[[noreturn]] inline void refuse(const FamilyDescriptor& requested, Difference difference,
                                const FamilyDescriptor* existing = nullptr) {
  raise(
      RegistrationConflict({std::string(requested.name), difference.field,
                            std::move(difference.existing), std::move(difference.requested),
                            existing == nullptr ? std::string() : site_text(existing->declared_at),
                            site_text(requested.declared_at)}));
}

/// Whether it ends as the derived suffixes do; most names are told by their last letter.
inline bool may_be_derived(std::string_view name) noexcept {
  return name.ends_with('t') || name.ends_with('m');
}

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

/// Throws InvalidQuantiles for a summary that prometheus-cpp could not survive. Instruments have
/// checked already; adaptors and users' own code may not have.
inline void check_quantiles(const FamilyDescriptor& requested) {
  if (requested.type != MetricType::summary) return;
  const auto broken = broken_rule_of(requested.quantiles, requested.window);
  if (broken.rule == QuantilesRule::none) return;
  raise(InvalidQuantiles("isometric: metric family " + in_quotes(requested.name) +
                         ", declared at " + site_text(requested.declared_at) +
                         ", has invalid quantiles: " +
                         broken_rule_text(requested.quantiles, requested.window, broken)));
}

/// Throws if a family of ours cannot be had as it is asked for. Returns true for a mismatch that
/// harms nobody and is to be counted.
inline bool check_declaration(const FamilyDescriptor& existing, const FamilyDescriptor& requested,
                              const RegistryOptions& options) {
  if (auto conflict = find_conflict(existing, requested)) {
    refuse(requested, std::move(*conflict), &existing);
  }
  if (options.on_duplicate == OnDuplicate::reject) {
    refuse(requested, {Field::name, "the same family", "a family of its own"}, &existing);
  }
  auto mismatch = find_mismatch(existing, requested);
  if (mismatch && options.strict) refuse(requested, std::move(*mismatch), &existing);
  return mismatch.has_value();
}

}  // namespace detail
}  // namespace v1
}  // namespace isometric
