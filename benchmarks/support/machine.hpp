#pragma once

#include <string>

namespace benchmarks {

/// Where figures were read.
struct Machine {
  unsigned cores;
  std::string model;
  std::string compiler;
};

Machine this_machine();

}  // namespace benchmarks
