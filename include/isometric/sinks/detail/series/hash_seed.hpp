#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/sinks/detail/family/value_hash.hpp>

#include <cstddef>
#include <cstdint>
#include <random>
#include <string_view>

namespace isometric::inline v1::detail {

/// Unknown to whoever sends label values over the network. Drawn once, and as long in memory as the
/// code that uses it; a library that hides its symbols has another one.
inline const HashSeed& hash_seed() {
  static const HashSeed seed = [] {
    std::random_device random;
    const auto word = [&] { return std::uint64_t{random()} << 32 | random(); };
    const auto factors = [&] { return HashSeed::Factors{word(), word()}; };
    HashSeed drawn;
    for (auto& of_label : drawn.of_label) of_label = factors();
    drawn.of_blocks = factors();
    drawn.of_result = {word(), word() | 1};
    drawn.of_size = word() | 1;
    return drawn;
  }();
  return seed;
}

/// For standard containers of texts that anybody may choose, since std::hash has no seed.
struct SeededHash {
  std::size_t operator()(std::string_view text) const {
    return hash_values(OpenLabelValues{&text, 1}, hash_seed()) & ~std::size_t{};
  }
};

}  // namespace isometric::inline v1::detail
