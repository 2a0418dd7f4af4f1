#pragma once

#include <isometric/description/buckets.hpp>
#include <isometric/description/detail/append.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/description/quantiles.hpp>
#include <isometric/description/runtime_buckets.hpp>
#include <isometric/description/runtime_quantiles.hpp>
#include <isometric/sinks/detail/family/descriptor_checks.hpp>
#include <isometric/sinks/detail/family/descriptor_conflict.hpp>

#include <string>

// Buckets and quantiles of descriptors. Templates, so that only who declares histograms or
// summaries compiles what judges and words them.
namespace isometric::inline v1::detail {

template <class Error = InvalidBuckets>
void check_buckets(const FamilyDescriptor& requested) {
  const auto broken = broken_rule_of(requested.buckets);
  if (broken.rule == BucketsRule::none) return;
  refuse_bounds<Error>(requested,
                       "has invalid buckets: ", broken_rule_text(requested.buckets, broken));
}

template <class Error = InvalidQuantiles>
void check_quantiles(const FamilyDescriptor& requested) {
  if (requested.quantiles.empty()) return;
  const auto broken = broken_rule_of(requested.quantiles, requested.window);
  if (broken.rule == QuantilesRule::none) return;
  refuse_bounds<Error>(requested, "has invalid quantiles: ",
                       broken_rule_text(requested.quantiles, requested.window, broken));
}

template <class Text = std::string>
Text buckets_text(const FamilyDescriptor& family) {
  return numbers_text(family.buckets);
}

template <class Text = std::string>
Text quantiles_text(const FamilyDescriptor& family) {
  if (family.quantiles.empty()) return "none";
  ListText list;
  for (const auto& quantile : family.quantiles) list.add(quantile_text(quantile));
  return joined({list.text(), " over ", window_text(family.window)});
}

/// What judges and words the bounds of families of this type.
template <MetricType type>
constexpr BoundsRules bounds_rules() noexcept {
  if constexpr (type == MetricType::histogram) return {check_buckets<>, buckets_text<>};
  if constexpr (type == MetricType::summary) return {check_quantiles<>, quantiles_text<>};
  return {};
}

template <class = void>
BoundsRules bounds_rules_of(MetricType type) noexcept {
  return type == MetricType::histogram ? bounds_rules<MetricType::histogram>()
         : type == MetricType::summary ? bounds_rules<MetricType::summary>()
                                       : BoundsRules();
}

}  // namespace isometric::inline v1::detail
