#pragma once

#include <isometric/description/detail/raise.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/detail/valid_text.hpp>
#include <isometric/sinks/detail/family/descriptor_checks.hpp>
#include <isometric/sinks/detail/family/descriptor_conflict.hpp>
#include <isometric/sinks/detail/family/value_hash.hpp>
#include <isometric/sinks/registry_options.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace isometric::inline v1::detail {

/// Throws the conflict; `owner` is null if other code has registered what is in the way.
[[noreturn, gnu::cold]] inline void refuse(const FamilyDescriptor& requested, Field field,
                                           std::string existing, std::string asked_for,
                                           const FamilyDescriptor* owner = nullptr) {
  raise(RegistrationConflict({to_valid_text(requested.name), field, std::move(existing),
                              std::move(asked_for),
                              owner == nullptr ? std::string() : site_text(owner->declared_at),
                              site_text(requested.declared_at)}));
}

/// The same for what differs between two declarations.
[[noreturn, gnu::cold]] inline void refuse(const FamilyDescriptor& requested,
                                           const Difference& difference,
                                           const FamilyDescriptor& existing,
                                           const BoundsRules& rules = {}) {
  refuse(requested, difference.field, field_text(existing, difference, rules),
         field_text(requested, difference, rules), &existing);
}

/// Throws for a name that prometheus-cpp refused, for a reason in which it names nothing.
[[noreturn, gnu::cold]] inline void refuse_name_as_backend_does(const FamilyDescriptor& requested,
                                                                std::string_view reason) {
  check_name(requested);
  refuse_name(requested, "is refused by prometheus-cpp: ", reason);
}

/// check_descriptor(), and the bounds.
inline void check_family(const FamilyDescriptor& requested, const BoundsRules& rules) {
  check_descriptor(requested);
  if (rules.judge != nullptr) rules.judge(requested);
}

[[gnu::__noinline__, gnu::cold]] inline bool has_derived_suffix(std::string_view name) noexcept {
  for (const auto suffix : derived_suffixes(MetricType::histogram)) {
    if (ends_with(name, suffix)) return true;
  }
  return false;
}

/// Whether a family of another name may print samples of this one: by the last letter of most names
/// none does.
inline bool may_be_derived(std::string_view name) noexcept {
  const char last = name.empty() ? '\0' : name.back();
  return (last == 't' || last == 'm') && has_derived_suffix(name);
}

/// What check_derived_names() does for those that may clash, which are few.
template <class Find>
[[gnu::cold]] void compare_derived_names(const FamilyDescriptor& requested, const Find& find) {
  const Difference clash{true, Field::derived_name};
  std::string derived;  // of all suffixes, in one allocation
  for (const auto suffix : derived_suffixes(requested.type)) {
    derived.clear();
    const FamilyDescriptor* other = find(append(derived, {requested.name, suffix}));
    if (other != nullptr) refuse(requested, clash, *other);
  }
  for (const auto suffix : derived_suffixes(MetricType::histogram)) {
    if (!ends_with(requested.name, suffix)) continue;
    const auto base_name = requested.name.substr(0, requested.name.size() - suffix.size());
    const FamilyDescriptor* base = find(base_name);
    if (base != nullptr && is_derived_suffix(base->type, suffix)) refuse(requested, clash, *base);
  }
}

/// Throws if the two would print samples of one name. `find` gives the descriptor of the registered
/// family of a name, or null; `are_some_derived` is false if may_be_derived() is of all of them.
template <class Find>
void check_derived_names(const FamilyDescriptor& requested, bool are_some_derived,
                         const Find& find) {
  const bool may_clash = may_be_derived(requested.name) ||
                         (are_some_derived && !derived_suffixes(requested.type).empty());
  if (may_clash) [[unlikely]]
    compare_derived_names(requested, find);
}

/// Throws if a family of ours cannot be had as it is asked for. Returns true for a mismatch that
/// harms nobody and is to be counted. What is described as the family is was checked with it.
inline bool check_declaration(const FamilyDescriptor& existing, const FamilyDescriptor& requested,
                              const BoundsRules& rules, const RegistryOptions& options) {
  if (const Difference conflict = find_conflict(existing, requested); conflict.is_there) {
    check_family(requested, rules);
    refuse(requested, conflict, existing, rules);
  }
  if (requested.is_declared_again) return false;
  if (options.on_duplicate == OnDuplicate::reject) {
    refuse(requested, Field::name, "the same family", "a family of its own", &existing);
  }
  const Difference mismatch = find_mismatch(existing, requested);
  if (mismatch.is_there) check_family(requested, rules);
  if (mismatch.is_there && options.strict) refuse(requested, mismatch, existing);
  return mismatch.is_there;
}

}  // namespace isometric::inline v1::detail
