#pragma once

#include <isometric/detail/descriptor_conflict.hpp>
#include <isometric/detail/name_rules.hpp>
#include <isometric/detail/raise.hpp>
#include <isometric/detail/valid_text.hpp>
#include <isometric/detail/value_hash.hpp>
#include <isometric/errors.hpp>
#include <isometric/family_descriptor.hpp>
#include <isometric/invalid_name.hpp>
#include <isometric/invalid_quantiles.hpp>
#include <isometric/label_name.hpp>
#include <isometric/quantiles.hpp>
#include <isometric/runtime_name.hpp>
#include <isometric/runtime_quantiles.hpp>
#include <isometric/sinks/registry_options.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace isometric {
inline namespace v1 {
namespace detail {

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

/// The rule of the exposition formats that the name of a label breaks. Instruments have checked
/// more; adaptors and users' own code may have checked nothing.
inline LabelNameRule broken_format_rule_of(std::string_view label, MetricType type) noexcept {
  const LabelNameRule rule = broken_label_name_rule_of(label);
  switch (rule) {
    case LabelNameRule::label_name_le_is_reserved_for_histogram_buckets:
      return type == MetricType::histogram ? rule : LabelNameRule::none;
    case LabelNameRule::label_name_quantile_is_reserved_for_summaries:
      return type == MetricType::summary ? rule : LabelNameRule::none;
    case LabelNameRule::label_name_must_be_snake_case_not_camelCase: return LabelNameRule::none;
    default: return rule;
  }
}

/// Who is refused for a name, and where it was declared.
inline std::string declared_family_text(const FamilyDescriptor& requested) {
  return "isometric: metric family " + in_quotes(to_valid_text(requested.name)) + ", declared at " +
         site_text(requested.declared_at) + ", ";
}

/// Throws InvalidName for labels that no page can show. prometheus-cpp refuses them too, but only
/// with the first series, and does not say whose they are.
inline void check_label_names(const FamilyDescriptor& requested) {
  const auto check = [&](std::string_view label) {
    const LabelNameRule rule = broken_format_rule_of(label, requested.type);
    if (rule == LabelNameRule::none) return;
    raise(InvalidName(declared_family_text(requested) + "has the label " + quoted(label) + ": " +
                      std::string(to_string(rule))));
  };
  for (const auto& label : requested.labels) check(label.name);
  for (const auto& label : requested.constant_labels) check(label.name);
}

/// The same for all of a family's names, where no registry checks its own.
inline void check_names(const FamilyDescriptor& requested) {
  if (!is_identifier(requested.name, true)) {
    raise(InvalidName(declared_family_text(requested) + "has no name that a page can show"));
  }
  check_label_names(requested);
}

inline void check_quantiles_of_summary(const FamilyDescriptor& requested) {
  const auto broken = broken_rule_of(requested.quantiles, requested.window);
  if (broken.rule == QuantilesRule::none) return;
  raise(InvalidQuantiles(declared_family_text(requested) + "has invalid quantiles: " +
                         broken_rule_text(requested.quantiles, requested.window, broken)));
}

/// Throws InvalidQuantiles for a summary that prometheus-cpp could not survive. Instruments have
/// checked already; adaptors and users' own code may not have.
inline void check_quantiles(const FamilyDescriptor& requested) {
  if (requested.type == MetricType::summary) check_quantiles_of_summary(requested);
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
