#pragma once

#include <cstddef>

namespace isometric::inline v1 {

/// What an instrument may ask for beyond name, help and labels.
struct FamilyOptions {
  /// The family's series cap; 0 takes the sink's, or that of the family's first declaration;
  /// another cap than the first one is treated as another help is. A family with closed labels only
  /// is bounded by its type and has no cap.
  std::size_t max_series = 0;
};

}  // namespace isometric::inline v1
