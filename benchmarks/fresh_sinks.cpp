#include "support/comparison.hpp"
#include "support/ten_families.hpp"

#include <cstddef>
#include <vector>

namespace benchmarks {

std::vector<Comparison> fresh_sinks() {
  return {{"a fresh sink with ten families, made, used and destroyed",
           {Goal::Kind::at_most, 1.3},
           [](std::size_t count) {
             while (count-- > 0) use_prometheus();
           },
           [](std::size_t count) {
             while (count-- > 0) use_isometric();
           }}};
}

}  // namespace benchmarks
