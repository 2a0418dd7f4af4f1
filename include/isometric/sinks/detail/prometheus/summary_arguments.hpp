#pragma once

#include <isometric/description/family_descriptor.hpp>

#include <chrono>

namespace isometric::inline v1::detail {

/// Calls `make` with what the constructor of a summary takes.
template <class Summary, class Make, class Milliseconds = std::chrono::milliseconds>
auto with_quantiles(const FamilyDescriptor& family, const Make& make) {
  typename Summary::Quantiles quantiles;
  for (const auto& [quantile, error] : family.quantiles) quantiles.emplace_back(quantile, error);
  // Without quantiles, too, prometheus-cpp keeps what it observed, and sorts it in ever more time.
  // A short window makes it forget: to forget once costs 3 ns, for each window since the last.
  if (quantiles.empty()) return make(quantiles, Milliseconds(100), 1);
  const std::chrono::duration<double> max_age(family.window.max_age_seconds);
  return make(quantiles, std::chrono::round<Milliseconds>(max_age), family.window.age_buckets);
}

}  // namespace isometric::inline v1::detail
