#pragma once

#include <isometric/adaptors/detail/sink_over.hpp>
#include <isometric/description/family_descriptor.hpp>

namespace isometric::inline v1::detail {

inline constexpr FamilyDescriptor undescribed_descriptor = [] {
  FamilyDescriptor descriptor;
  descriptor.name = "(not described)";  // no family has such a name, so no series is selected
  return descriptor;
}();

template <class Family>
const FamilyDescriptor& descriptor_of(const Family& family) noexcept {
  if constexpr (HasDescriptor<Family>) {
    return family.descriptor();
  } else {
    return undescribed_descriptor;
  }
}

}  // namespace isometric::inline v1::detail
