#include "support/shared_library.hpp"

namespace benchmarks {

void increment_in_shared_library(const HeldCounter& counter, std::size_t count) {
  while (count-- > 0) {
    counter.inc();
    // Each finds its way anew, as an update that comes alone does.
    __asm__ volatile("" ::: "memory");
  }
}

}  // namespace benchmarks
