#include "support/machine.hpp"

#include <fstream>
#include <string>
#include <thread>

namespace benchmarks {
namespace {

/// Of the first processor. Not all architectures say.
std::string model_of_processor() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  }
  return "unknown";
}

}  // namespace

Machine this_machine() {
#ifdef __clang__
  const std::string compiler = __VERSION__;  // has its name in it
#else
  const std::string compiler = std::string("g++ ") + __VERSION__;
#endif
  return {std::thread::hardware_concurrency(), model_of_processor(), compiler};
}

}  // namespace benchmarks
