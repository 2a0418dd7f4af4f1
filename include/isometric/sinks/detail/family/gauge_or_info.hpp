#pragma once

#include <isometric/description/family_descriptor.hpp>

namespace isometric::inline v1::detail {

/// The type of a family that a sink is asked for as a gauge.
inline MetricType gauge_or_info(const FamilyDescriptor& descriptor) noexcept {
  return descriptor.type == MetricType::info ? MetricType::info : MetricType::gauge;
}

/// What a gauge begins with. An info is one from the start, in case that a scrape comes before its
/// only update.
inline double first_value_of_gauge(const FamilyDescriptor& family) noexcept {
  return family.type == MetricType::info ? 1.0 : 0.0;
}

}  // namespace isometric::inline v1::detail
