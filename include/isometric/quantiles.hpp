#pragma once

namespace isometric {
inline namespace v1 {

/// One quantile that a summary estimates, such as 0.99, and by how much its rank may be off: with
/// an error of 0.001 the estimate lies between the 0.989- and the 0.991-quantile.
struct Quantile {
  double quantile = 0;
  double error = 0;

  friend constexpr bool operator==(const Quantile&, const Quantile&) = default;
};

/// The time over which a summary estimates its quantiles. What is older is forgotten, in as many
/// steps as there are age buckets. The defaults are prometheus-cpp's.
struct QuantileWindow {
  double max_age_seconds = 60;
  int age_buckets = 5;

  friend constexpr bool operator==(const QuantileWindow&, const QuantileWindow&) = default;
};

}  // namespace v1
}  // namespace isometric
