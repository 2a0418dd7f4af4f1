#pragma once

#include <isometric/reading/series_selector.hpp>

#include <optional>

namespace isometric::inline v1::testing {

/// A series that is expected to change: by an amount, and then it exists afterwards; or anyhow, and
/// then it may be gone.
struct ExpectedChange {
  SeriesSelector series;
  std::optional<double> increase = std::nullopt;
};

}  // namespace isometric::inline v1::testing
