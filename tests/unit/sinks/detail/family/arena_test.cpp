#include "support/catch.hpp"

#include <isometric/sinks/detail/family/arena.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

using isometric::detail::Arena;

TEST_CASE("an arena's pieces are aligned, apart, and stay as they were written") {
  Arena arena;
  std::vector<std::pair<unsigned char*, std::size_t>> pieces;
  for (std::size_t i = 0; i < 500; ++i) {
    const std::size_t size = i % 97;
    const std::size_t alignment = std::size_t{1} << i % 5;
    auto* const piece = static_cast<unsigned char*>(arena.allocate(size, alignment));
    CHECK(reinterpret_cast<std::uintptr_t>(piece) % alignment == 0);
    std::memset(piece, static_cast<int>(i % 251), size);
    pieces.emplace_back(piece, size);
  }
  bool is_intact = true;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    for (std::size_t at = 0; at < pieces[i].second; ++at) {
      is_intact = is_intact && pieces[i].first[at] == i % 251;
    }
  }
  CHECK(is_intact);
}

TEST_CASE("an arena serves a request that is larger than all before it together") {
  Arena arena;
  std::memset(arena.allocate(7, 1), 1, 7);
  constexpr std::size_t large = 1'000'003;
  std::memset(arena.allocate(large, 8), 2, large);
  auto* const after = arena.allocate<std::uint64_t>(3);
  CHECK(reinterpret_cast<std::uintptr_t>(after) % alignof(std::uint64_t) == 0);
  std::memset(after, 3, 3 * sizeof *after);
}
