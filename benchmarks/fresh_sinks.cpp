#include "support/comparison.hpp"
#include "support/ten_families.hpp"
#include "support/ten_labeled_families.hpp"

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
           }},
          {"a fresh sink with ten labelled families, two of them histograms",
           {Goal::Kind::at_most, 1.5},
           [](std::size_t count) {
             while (count-- > 0) use_labeled_prometheus();
           },
           [](std::size_t count) {
             while (count-- > 0) use_labeled_isometric<isometric::RegistrySink>();
           }}};
}

}  // namespace benchmarks
