#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/description/detail/raise.hpp>
#include <isometric/sinks/detail/family/value_hash.hpp>

#include <cstddef>
#include <cstdio>
#include <stdexcept>
#include <string_view>
#if __has_include(<sys/random.h>)
#include <sys/random.h>
#include <unistd.h>
#else
#include <random>
#endif

namespace isometric::inline v1::detail {

#if __has_include(<sys/random.h>)
/// For kernels and sandboxes that know no getentropy().
inline bool read_random_device(void* into, std::size_t size) noexcept {
  std::FILE* const device = std::fopen("/dev/urandom", "rb");
  if (device == nullptr) return false;
  const bool is_read = std::fread(into, size, 1, device) == 1;
  std::fclose(device);
  return is_read;
}
#endif

/// A seed that nobody can know.
inline HashSeed draw_seed() {
  HashSeed drawn;
#if __has_include(<sys/random.h>)
  // <random> takes a sixth of the time that prometheus-cpp's headers take to compile.
  static_assert(sizeof drawn <= 256);  // as much as is given at a time
  if (::getentropy(&drawn, sizeof drawn) != 0 && !read_random_device(&drawn, sizeof drawn)) {
    raise(std::runtime_error("isometric: the system has no random numbers"));
  }
#else
  std::random_device random;
  auto* const bytes = reinterpret_cast<unsigned char*>(&drawn);
  for (std::size_t i = 0; i < sizeof drawn; ++i) bytes[i] = random() & 0xFF;
#endif
  drawn.of_result.last |= 1;
  drawn.of_size |= 1;
  return drawn;
}

/// Unknown to whoever sends label values over the network. Drawn once, and as long in memory as the
/// code that uses it; a library that hides its symbols has another one.
inline const HashSeed& hash_seed() {
  static const HashSeed seed = draw_seed();
  return seed;
}

/// For standard containers of texts that anybody may choose, since std::hash has no seed.
struct SeededHash {
  std::size_t operator()(std::string_view text) const {
    return hash_values(OpenLabelValues{&text, 1}, hash_seed()) & ~std::size_t{};
  }
};

}  // namespace isometric::inline v1::detail
