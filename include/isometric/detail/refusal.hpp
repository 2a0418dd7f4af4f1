#pragma once

#include <isometric/detail/descriptor_conflict.hpp>
#include <isometric/detail/raise.hpp>
#include <isometric/errors.hpp>
#include <isometric/family_descriptor.hpp>
#include <isometric/sinks/registry_options.hpp>

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
