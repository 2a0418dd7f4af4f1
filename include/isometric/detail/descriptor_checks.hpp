#pragma once

#include <isometric/detail/conflict_message.hpp>
#include <isometric/detail/name_rules.hpp>
#include <isometric/detail/raise.hpp>
#include <isometric/detail/valid_text.hpp>
#include <isometric/family_descriptor.hpp>
#include <isometric/invalid_name.hpp>
#include <isometric/invalid_quantiles.hpp>
#include <isometric/label_name.hpp>
#include <isometric/quantiles.hpp>
#include <isometric/runtime_name.hpp>
#include <isometric/runtime_quantiles.hpp>

#include <string>
#include <string_view>

// What a sink has to check of a descriptor. Instruments have checked all of it already; adaptors
// and users' own code may have checked nothing.
namespace isometric {
inline namespace v1 {
namespace detail {

/// The rule of the exposition formats that the name of a label breaks; instruments hold it to more.
inline LabelNameRule broken_format_rule_of(std::string_view label, MetricType type) noexcept {
  const LabelNameRule rule = broken_label_name_rule_of(label);
  using enum LabelNameRule;
  const bool is_allowed =
      rule == label_name_must_be_snake_case_not_camelCase ||
      (rule == label_name_le_is_reserved_for_histogram_buckets && type != MetricType::histogram) ||
      (rule == label_name_quantile_is_reserved_for_summaries && type != MetricType::summary);
  return is_allowed ? none : rule;
}

/// How messages of a refusal begin: whose it is, and where that was declared.
inline std::string declared_family_text(const FamilyDescriptor& requested) {
  return "isometric: metric family " + in_quotes(to_valid_text(requested.name)) + ", declared at " +
         site_text(requested.declared_at) + ", ";
}

/// Throws InvalidName for labels that no page can show. prometheus-cpp refuses them too, but only
/// with the first series, and does not say whose they are.
inline void check_label_names(const FamilyDescriptor& requested) {
  const auto check_label = [&](std::string_view label) {
    const LabelNameRule rule = broken_format_rule_of(label, requested.type);
    if (rule == LabelNameRule::none) return;
    raise(InvalidName(declared_family_text(requested) + "has the label " + quoted(label) + ": " +
                      std::string(to_string(rule))));
  };
  for (const auto& label : requested.labels) check_label(label.name);
  for (const auto& label : requested.constant_labels) check_label(label.name);
}

/// The same for all of a family's names, where no registry checks its own.
inline void check_names(const FamilyDescriptor& requested) {
  if (!is_identifier(requested.name, true)) {
    raise(InvalidName(declared_family_text(requested) + "has no name that a page can show"));
  }
  check_label_names(requested);
}

/// Apart from the next one, so that other types pay a comparison and no call.
inline void check_quantiles_of_summary(const FamilyDescriptor& requested) {
  const auto broken = broken_rule_of(requested.quantiles, requested.window);
  if (broken.rule == QuantilesRule::none) return;
  raise(InvalidQuantiles(declared_family_text(requested) + "has invalid quantiles: " +
                         broken_rule_text(requested.quantiles, requested.window, broken)));
}

/// Throws InvalidQuantiles for a summary that prometheus-cpp could not survive.
inline void check_quantiles(const FamilyDescriptor& requested) {
  if (requested.type == MetricType::summary) check_quantiles_of_summary(requested);
}

}  // namespace detail
}  // namespace v1
}  // namespace isometric
