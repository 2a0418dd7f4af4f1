#pragma once

#include <cstdint>
#include <random>

namespace isometric {
inline namespace v1 {
namespace detail {

/// Unknown to whoever sends label values over the network, so that nobody can craft values that
/// all fall into one slot.
inline std::uint64_t hash_seed() {
  static const std::uint64_t seed = [] {
    std::random_device random;
    return std::uint64_t{random()} << 32 | random();
  }();
  return seed;
}

}  // namespace detail
}  // namespace v1
}  // namespace isometric
