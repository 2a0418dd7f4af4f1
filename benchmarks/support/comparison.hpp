#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace benchmarks {

/// Does the operation that is measured `count` times.
using Work = std::function<void(std::size_t count)>;

/// What a ratio should be.
struct Goal {
  enum class Kind {
    none,          ///< for the record: what isometric takes, over what the reference takes
    near_one,      ///< the same, within `bound` of 1
    at_most,       ///< the same, at most `bound`
    times_faster,  ///< the other way round: at least `bound`
  };
  Kind kind = Kind::none;
  double bound = 0;
};

/// Two ways to do one thing, measured by turns in one process: only their ratio survives
/// the machine that it was measured on.
struct Comparison {
  std::string name;
  Goal goal;
  Work reference;
  Work isometric;
  unsigned threads = 1;  ///< that do the work at once, on the same series
  bool is_cold = false;  ///< whether other work empties the caches before each operation
};

std::vector<Comparison> held_handles();
std::vector<Comparison> look_ups();
std::vector<Comparison> fresh_sinks();
std::vector<Comparison> scrapes();
std::vector<Comparison> sharded_sink();

}  // namespace benchmarks
