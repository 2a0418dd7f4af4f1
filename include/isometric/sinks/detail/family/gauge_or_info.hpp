#pragma once

#include <isometric/description/family_descriptor.hpp>

namespace isometric::inline v1::detail {

/// The type of a family that a sink is asked for as a gauge.
inline MetricType gauge_or_info(const FamilyDescriptor& descriptor) noexcept {
  return descriptor.type == MetricType::info ? MetricType::info : MetricType::gauge;
}

}  // namespace isometric::inline v1::detail
